"""The words for people, one folder per language: messages, knowledge entries, criteria sets. Data only."""
