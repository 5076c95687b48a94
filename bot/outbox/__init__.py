"""What goes out for each theme: which rows an object needs, and how a row reads at the moment it is due."""
