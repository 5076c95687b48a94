"""A thing of the community -> what is shown of it; pure, so that handlers and the delivery use the same."""
