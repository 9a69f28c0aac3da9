"""Words of oversight for templates."""
