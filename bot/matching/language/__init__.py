"""What German and English make of words, whatever they name: verbs, endings, slips of fingers. Pure."""
