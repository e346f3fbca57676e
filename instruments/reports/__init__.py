"""What is told to parliament: which records stand in which table of which period, in whose words, in which files."""
