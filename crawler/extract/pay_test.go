package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rung/corpus"
	"rung/crawler/extract"
)

func TestPay(t *testing.T) {
	pay := func(lo, hi float64, currency string, p corpus.Period) []corpus.Salary {
		return []corpus.Salary{{Min: lo, Max: hi, Currency: currency, Period: p, Origin: corpus.SalaryFromText}}
	}
	tests := []struct {
		name, in string
		want     []corpus.Salary
	}{
		{"plain range", "The salary range is $120,000 - $150,000 per year.", pay(120000, 150000, "USD", corpus.PerYear)},
		{"k on one side", "Base pay: $120–150K", pay(120000, 150000, "USD", corpus.PerYear)},
		{"k on both", "Compensation $120K—$150K + equity", pay(120000, 150000, "USD", corpus.PerYear)},
		{"code behind", "Pay 90k to 110k USD", pay(90000, 110000, "USD", corpus.PerYear)},
		{"canadian", "salary CA$95,000 to CA$120,000", pay(95000, 120000, "CAD", corpus.PerYear)},
		{"decimals", "Pay range: 137,300.00 - 185,700.00 USD annually", pay(137300, 185700, "USD", corpus.PerYear)},
		{"code decides over the dollar sign", "Pay: $75,000 - $113,000 CAD", pay(75000, 113000, "CAD", corpus.PerYear)},
		{"european dot", "Gehalt: €55.000 bis €65.000 pro Jahr", pay(55000, 65000, "EUR", corpus.PerYear)},
		{"european space", "Salaire 55 000 € - 65 000 € par an", pay(55000, 65000, "EUR", corpus.PerYear)},
		{"swiss", "Salary CHF 120'000 - 140'000", pay(120000, 140000, "CHF", corpus.PerYear)},
		{"pounds", "Salary: £45-55k", pay(45000, 55000, "GBP", corpus.PerYear)},
		{"lakhs", "CTC ₹25–35 LPA", pay(2500000, 3500000, "INR", corpus.PerYear)},
		{"indian grouping", "Salary ₹25,00,000 per annum", pay(2500000, 2500000, "INR", corpus.PerYear)},
		{"zloty a month", "Wynagrodzenie: 18 000 - 24 000 PLN miesięcznie", pay(18000, 24000, "PLN", corpus.PerMonth)},
		{"hourly", "Pay: $18.50 - $22.75/hr", pay(18.5, 22.75, "USD", corpus.PerHour)},
		{"hourly by size", "Rate: $85 to $110", pay(85, 110, "USD", corpus.PerHour)},
		{"up to", "Salary up to $150k a year", pay(0, 150000, "USD", corpus.PerYear)},
		{"from", "Salary starting at £60,000 per annum", pay(60000, 0, "GBP", corpus.PerYear)},
		{"swapped", "Salary: $200,000 - $150,000", pay(150000, 200000, "USD", corpus.PerYear)},
		{"two zones", "Base salary NYC: $150,000 - $180,000\nBase salary Ohio: $130,000 - $160,000", append(pay(150000, 180000, "USD", corpus.PerYear), pay(130000, 160000, "USD", corpus.PerYear)...)},
		{"told twice", "Salary $150,000 - $180,000. Again, salary of $150,000 - $180,000.", pay(150000, 180000, "USD", corpus.PerYear)},
		{"with 401k beside", "Salary $100,000 - $120,000, 401(k) match", pay(100000, 120000, "USD", corpus.PerYear)},
		{"bonus after pay", "Salary of $100,000 plus a bonus of $15,000", pay(100000, 100000, "USD", corpus.PerYear)},

		{"period with both", "We offer $240,000/year to $275,000/year + benefits", pay(240000, 275000, "USD", corpus.PerYear)},
		{"hours with both", "Hourly compensation is $21/hr - $26/hr", pay(21, 26, "USD", corpus.PerHour)},
		{"a line of its own", "About us\n\nWe build boats.\n\n$170k – $240k + equity", pay(170000, 240000, "USD", corpus.PerYear)},
		{"an item of its own", "- €40k – €60k", pay(40000, 60000, "EUR", corpus.PerYear)},
		{"an item with its period", "- $2,400 per week", pay(2400, 2400, "USD", corpus.PerWeek)},
		{"under a heading", "Compensation\n\n- Engineers: $150,000 - $180,000\n- Free lunch", pay(150000, 180000, "USD", corpus.PerYear)},
		{"bonus behind the pay", "The range is $178,000 - $205,000. You can also earn a $20,000 bonus.", pay(178000, 205000, "USD", corpus.PerYear)},

		{"a heading of something else", "Our funding\n\n- Seed: $150,000 - $180,000", nil},
		{"a day off", "Treat yourself days a year: base $100 and a day off", nil},
		{"a quota", "Beat a $800K annual quota. You are paid well.", nil},
		{"quotas with a range", "Monthly quotas range from $40K to $50K ARR", nil},
		{"what is sold", "Our base package sells for $100K–$300K ARR each", nil},
		{"a benefit under a heading of pay", "Compensation and benefits\n\n- A $1,500 home office stipend per year", nil},
		{"revenue", "We grew revenue from $50,000 to $200,000 a year", nil},
		{"funding", "We raised $120M and pay attention to detail", nil},
		{"million", "base of 20 million users and $30 million salary cap", nil},
		{"stipend", "An annual learning stipend of $2,000 per year", nil},
		{"no currency", "Salary range 120,000 - 150,000", nil},
		{"no pay word", "It costs $150,000", nil},
		{"budget", "Own a budget of $500,000 annually", nil},
		{"lunch", "We pay well and offer perks: enjoy $100 a day for meals", nil},
		{"small figure alone", "Great pay. We start with $90.", nil},
		{"years", "2019 - 2024, salary negotiable", nil},
		{"too little", "salary of $200 per year", nil},
		{"too wide", "salary between $20,000 and $400,000", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := extract.Pay(tt.in)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(corpus.Salary{}, "Raw")); diff != "" {
				t.Errorf("Pay(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// FuzzPay holds that whatever is found is plausible, ordered and complete.
func FuzzPay(f *testing.F) {
	for _, s := range []string{"Salary $1-2k", "pay €55.000 bis 65.000", "₹25 LPA", "base $9999999999999999999", "pay 1,2,3 USD"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range extract.Pay(text) {
			if s.Currency == "" || s.Period == "" || !extract.Plausible(s) || s.Max > 0 && s.Min > s.Max {
				t.Errorf("Pay(%q) gives %+v", text, s)
			}
		}
	})
}
