package text

import "testing"

// A shape is a sentence, a word in it, and how that word is meant.
type shape struct {
	name, sentence, at string
	subject            Subject
	support            bool
}

func readShapes(t *testing.T, shapes []shape) {
	t.Helper()
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			got := readAt(t, Duties, tt.sentence, tt.at, Prose{})
			if got.Subject != tt.subject || got.Support != tt.support {
				t.Errorf("%q in %q: subject %s, support %t; want %s, %t",
					tt.at, tt.sentence, got.Subject, got.Support, tt.subject, tt.support)
			}
		})
	}
}

// Verbs that share a subject, an object or a helper.
func TestReadCoordination(t *testing.T) {
	readShapes(t, []shape{
		{"three verbs, one object", "You hire, coach and promote product managers.", "promote", Role, false},
		{"their object", "You hire, coach and promote product managers.", "managers", Role, false},
		{"help and a verb of its own", "Help with research and own the reporting page.", "own", Role, false},
		{"object after the second verb", "Help with research and own the reporting page.", "page", Role, false},
		{"two helping verbs", "Assist and support the portfolio leads.", "leads", Role, true},
		{"helping with two things", "Assist with pricing and packaging.", "packaging", Role, true},
		{"help define and prioritise", "Help define and prioritize the roadmap.", "roadmap", Role, true},
		{"own, then helped by", "You own discovery and are supported by two analysts.", "supported", Others, false},
		{"two subjects", "You set the goals and our designers test them.", "test", Others, false},
		{"company, then role", "We build the ovens, and you decide what comes next.", "decide", Role, false},
		{"role, then company", "You shape the product that we sell to bakers.", "sell", Company, false},
		{"or", "You will lead or support launches.", "lead", Role, false},
		{"list after a colon", "Your tasks: plan, hire and budget for the group.", "hire", Role, false},
		{"and after a comma phrase", "Across three countries, you manage leads and grow talent.", "grow", Role, false},
	})
}

// Passives, participles and gerunds.
func TestReadVoice(t *testing.T) {
	readShapes(t, []shape{
		{"mentored by", "You will be mentored by a group product manager.", "mentored", Manager, true},
		{"coached weekly by", "You are coached weekly by our leads.", "coached", Others, false},
		{"decisions made by", "Decisions are made by the Head of Product.", "made", Manager, false},
		{"owned by you", "The roadmap is owned by you.", "owned", Role, false},
		{"set by us", "Goals are set by us each quarter.", "set", Company, false},
		{"strategy defined by a director", "Deliver the strategy defined by the director.", "defined", Manager, false},
		{"managing as subject", "Managing three product managers takes half your week.", "managing", Role, false},
		{"by leading", "You grow the business by leading two groups.", "leading", Role, false},
		{"responsible for", "You are responsible for hiring product managers.", "hiring", Role, false},
		{"in charge of", "In charge of planning the portfolio.", "planning", Role, false},
		{"without leading", "Influence without leading a team.", "leading", Role, false},
		{"guided work", "Build small features guided by your lead.", "features", Role, true},
	})
}

// Whose doing: the role's, that of the one over it, of the firm, of others.
func TestReadWhose(t *testing.T) {
	readShapes(t, []shape{
		{"we own", "We own the roadmap together.", "own", Company, false},
		{"our CPO who owns", "You work with our CPO who owns the vision.", "owns", Manager, false},
		{"our team leads", "Our team leads the market.", "leads", Company, false},
		{"your manager sets", "Your manager sets the priorities.", "sets", Manager, false},
		{"your lead reviews", "Your lead reviews what you write.", "reviews", Manager, false},
		{"what you write", "Your lead reviews what you write.", "write", Role, false},
		{"customers manage", "Customers manage their budgets in our app.", "manage", Others, false},
		{"help customers manage", "Help customers manage their budgets.", "manage", Others, false},
		{"help customers to manage", "Help customers to manage their budgets.", "manage", Others, false},
		{"help the team manage", "Help the team manage its backlog.", "manage", Role, true},
		{"the leads run", "The leads run their own roadmaps.", "run", Others, false},
		{"they keep", "They keep the strategy.", "keep", Others, false},
		{"you keep", "You keep the strategy.", "keep", Role, false},
		{"this position leads", "This position leads a department.", "leads", Role, false},
		{"the incumbent directs", "The incumbent directs four managers.", "directs", Role, false},
		{"someone who", "Someone who has led directors.", "led", Role, false},
	})
}

// Helping against deciding, by verb and by turn of phrase.
func TestReadHelping(t *testing.T) {
	readShapes(t, []shape{
		{"under supervision", "Prioritize tickets under the supervision of a senior colleague.", "prioritize", Role, true},
		{"with guidance from", "Own small features with guidance from your lead.", "own", Role, true},
		{"as directed", "Update forecasts as directed by the product manager.", "update", Role, true},
		{"shadowing", "Spend a month shadowing two product managers.", "managers", Role, true},
		{"contribute to", "Contribute to the roadmap.", "roadmap", Role, true},
		{"participate in", "Participate in quarterly planning.", "planning", Role, true},
		{"in support of", "Run analyses in support of the pricing lead.", "run", Role, true},
		{"partner with", "Partner with the CFO on the forecast.", "forecast", Role, true},
		{"partner, to set", "Partner with the CFO to set the forecast.", "set", Role, false},
		{"support your team", "Lead and support your team.", "lead", Role, false},
		{"accountable", "You are accountable for the result.", "result", Role, false},
		{"drive", "Drive pricing for the suite.", "pricing", Role, false},
	})
}
