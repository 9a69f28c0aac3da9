"""Settings of the two web processes: `public` and `staff` both start from `base`."""
