"""ODGT, the format of CrowdHuman: JSON lines, an image each, with three boxes a person."""
