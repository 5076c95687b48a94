"""A post as its readers see it: signs, sentences, clauses, sections, and the weights that they give. Pure."""
