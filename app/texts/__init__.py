"""Codes and parameters in, sentences for people out."""
