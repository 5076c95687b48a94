"""What people say of a time, in German and in English, read with a reason and never by a silent guess."""
