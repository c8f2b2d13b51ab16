package extract_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rung/crawler/extract"
)

func TestText(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"empty", "", ""},
		{"blocks are not glued", "<p>Own the roadmap</p><p>Drive vision</p>", "Own the roadmap\n\nDrive vision"},
		{"one br is a line, two a paragraph", "a<br>b<br/><br>c", "a\nb\n\nc"},
		{"heading", "<h2>You will</h2><ul><li>Own it</li><li>Ship it</li></ul><p>Join us", "You will\n\n- Own it\n- Ship it\n\nJoin us"},
		{"item of paragraphs", "<ul><li><p><strong>Lead</strong>: the team</p><p>every day</p></li><li><p>Ship</p></li></ul>", "- Lead: the team\nevery day\n- Ship"},
		{"nested list", "<ul><li>Own<ul><li>goals</li><li>plans</li></ul></li><li>Ship</li></ul>", "- Own\n- goals\n- plans\n- Ship"},
		{"list without ul", "<li>a</li><li>b</li>", "- a\n- b"},
		{"empty items vanish", "<ul><li></li><li> &nbsp; </li><li>a</li></ul>", "- a"},
		{"empty item lends no bullet to what follows", "<ul><li></li></ul><p>About us</p>", "About us"},
		{"inline space", "<p>We <b>build</b> <i>tools</i>,<b> fast</b>.</p>", "We build tools, fast."},
		{"words joined in markup stay joined", "<p>road<b>map</b></p>", "roadmap"},
		{"table", "<table><tr><th>Level</th><th>Pay</th></tr><tr><td>PM</td><td>$1</td></tr></table>after", "Level | Pay\nPM | $1\n\nafter"},
		{"definition list", "<dl><dt>Team</dt><dd>Growth</dd></dl>", "Team\nGrowth"},
		{"script style hidden", "<p>a</p><script>x()</script><style>p{}</style><p style='display : none'>b</p><p hidden>c<p>d", "a\n\nd"},
		{"hidden void element hides nothing else", "<img style='display:none'><p>a</p>", "a"},
		{"entities and spaces", "<p>R&amp;D&nbsp;&ndash; 5+\u200b years\u00a0of it</p>", "R&D – 5+ years of it"},
		{"escaped once", "&lt;p&gt;We build &amp;amp; ship&lt;/p&gt;&lt;p&gt;You&lt;/p&gt;", "We build & ship\n\nYou"},
		{"escaped twice", "Intro. &amp;lt;p&amp;gt;We build&amp;lt;/p&amp;gt;", "Intro.\n\nWe build"},
		{"escaped sample beside real tags stays text", "<p>write &lt;b&gt; tags</p>", "write <b> tags"},
		{"typed bullets", "<p>• Own it<br>•Ship it<br>– Learn</p>", "- Own it\n- Ship it\n- Learn"},
		{"bullet typed inside an item", "<ul><li>• Own it</li></ul>", "- Own it"},
		{"preformatted", "<pre>a  b\n  c</pre>", "a b\nc"},
		{"unclosed and crossed", "<p><b>a</p><p>b</b><li>c", "a\n\nb\n\n- c"},
		{"plain text", "a < b and <you> 5", "a < b and 5"},
		{"divs are lines", "<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"},
		{"invalid bytes", "<p>a\xff b</p>", "a\uFFFD b"},
		{"whole page", "<!doctype html><html><head><title>t</title></head><body><p>a</p></body></html>", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := extract.Text(tt.in); got != tt.want {
				t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestTextDeep(t *testing.T) {
	deep := strings.Repeat("<div><ul><li>", 20000) + "end" + strings.Repeat("</li></ul></div>", 20000)
	if got := extract.Text(deep); got != "- end" {
		t.Errorf("deep markup gives %.80q, want %q", got, "- end")
	}
}

func TestPlain(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"line ends", "a\r\nb\rc", "a\nb\nc"},
		{"blank lines", "\n\na\n \n\n\nb\n", "a\n\nb"},
		{"bullets", "●  Own\n* Ship\n-\n- - Learn", "- Own\n- Ship\n\n- Learn"},
		{"not bullets", "-5 degrees\n*note\n—dash", "-5 degrees\n*note\n—dash"},
		{"invisible", "road\u00admap\ufeff \u200bnow", "roadmap now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := extract.Plain(tt.in); got != tt.want {
				t.Errorf("Plain(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestIsHTML(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{"<p>hello</p>", true},
		{"&lt;div class=&quot;x&quot;&gt;hello", true},
		{"<!DOCTYPE html><x>", true},
		{"less < more, a<b and c>d", false},
		{"write to <you@example.com>", false},
		{"if x &lt; 5", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := extract.IsHTML(tt.in); got != tt.want {
			t.Errorf("IsHTML(%q) = %v, want %v", tt.in, got, tt.want)
		}
	}
}

// FuzzText holds that any bytes give valid UTF-8 in the promised form, no
// longer than a small multiple of the input.
func FuzzText(f *testing.F) {
	for _, s := range []string{"<p>a<li>b", "&lt;p&gt;a", "<table><td>a<td><p>b", "<ul><li>•\u00a0-", "<pre>\n- \xff", "<svg><p>x", "a<br><br>- b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := extract.Text(s)
		checkForm(t, got)
		if len(got) > 4*len(s)+16 {
			t.Errorf("%d bytes grew to %d", len(s), len(got))
		}
	})
}

// FuzzPlain holds that Plain is idempotent.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"a\n\n\nb", "- -\u00a0x", "•\u200b- y", "o\r\r\n", "\u2029*\u3000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkForm(t, extract.Plain(s)) })
}

func checkForm(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("invalid UTF-8: %q", text)
	}
	if again := extract.Plain(text); again != text {
		t.Errorf("Plain is not idempotent: %q became %q", text, again)
	}
	if strings.Contains(text, "\n\n\n") || text != strings.TrimSpace(text) {
		t.Errorf("not in the promised form: %q", text)
	}
}
