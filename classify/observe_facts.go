package classify

import "rung/classify/text"

func (o *observation) readFacts(f factFamilies, doc *text.Doc, own []span) {}
