"""Words for codes on the pages of cases."""
