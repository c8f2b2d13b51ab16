package skill

// Ways returns the skills of every way of writing in skills.txt.
func Ways() map[string][]string {
	of := map[string][]string{}
	l := shipped()
	for _, ways := range l.ways {
		for _, w := range ways {
			k := ""
			for _, word := range w.words {
				k += word + " "
			}
			of[k] = append(of[k], l.names[w.skill])
		}
	}
	return of
}
