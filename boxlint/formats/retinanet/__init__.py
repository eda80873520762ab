"""RetinaNet: CSV without a header, `path,x1,y1,x2,y2,class` a line, as keras-retinanet reads it."""
