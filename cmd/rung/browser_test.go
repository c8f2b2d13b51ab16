package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"rung/corpus/corpustest"
)

// browse clicks through the pages as a reader does. It needs Chromium
// (RUNG_BROWSER names another) and, for its judgement on accessibility,
// axe-core, in the directory RUNG_AXE names or in node_modules beside the
// repository. What is not there is skipped by name; what is named and not
// there fails. RUNG_SHOTS names a directory to keep a picture of every page
// in, in two sizes and both themes.
func browse(t *testing.T, pages string) {
	b := openBrowser(t, pages)
	b.story("paste, verdict, evidence", pasteStory)
	b.story("a file dropped", dropStory)
	b.story("by the keyboard alone", keyboardStory)
	b.story("without scripts", plainStory)
	b.story("search, posting", searchStory)
	b.story("demand, drill-down, CSV", demandStory)
	b.story("ladder", ladderStory)
	b.story("crawl with progress", crawlStory)
	b.story("label in two passes", labelStory)
	t.Run("every page", func(t *testing.T) { b.everyPage(t) })
}

// A step is something done in the browser.
type step = chromedp.Action[chromedp.Void]

// A reader is a browser that looks at the pages, and what it complained of.
type reader struct {
	t     *testing.T
	ctx   context.Context
	base  string
	files string // where downloads go

	mu         sync.Mutex
	complaints []string
}

func browserPath() string {
	if path := os.Getenv("RUNG_BROWSER"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func openBrowser(t *testing.T, pages string) *reader {
	path := browserPath()
	if path == "" {
		t.Skip("no browser here: install chromium or name one with RUNG_BROWSER")
	}
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 1000)}
	for _, f := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "disable-background-networking", "disable-component-update", "disable-sync", "disable-extensions", "hide-scrollbars", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(f, true))
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), flags...)
	t.Cleanup(cancel)
	b := newReader(t, ctx, strings.TrimSuffix(pages, "/"))
	b.files = t.TempDir()
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior,
		browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: b.files})
	if err != nil {
		t.Fatalf("the browser %s keeps no downloads: %v", path, err)
	}
	return b
}

// window opens another window for the length of a test. A tab would be hidden
// behind the others, and a hidden page is not drawn.
func (b *reader) window(t *testing.T) *reader {
	return newReader(t, b.ctx, b.base, chromedp.WithNewBrowserContext())
}

func newReader(t *testing.T, ctx context.Context, base string, options ...chromedp.ContextOption) *reader {
	b := &reader{t: t, base: base}
	var cancel context.CancelFunc
	b.ctx, cancel = chromedp.NewContext(ctx, append(options, chromedp.WithListener(b.heard))...)
	t.Cleanup(cancel)
	if err := chromedp.Do(b.ctx, send(network.Enable, network.EnableParams{}), send(log.Enable, cdp.Empty{})); err != nil {
		t.Fatalf("no window of a browser: %v", err)
	}
	return b
}

// heard keeps what a page should never cause: messages of errors, and
// requests that leave the server.
func (b *reader) heard(event any) {
	complaint := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		complaint = "exception: " + e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			complaint = fmt.Sprintf("console %s:", e.Type)
			for _, a := range e.Args {
				complaint += fmt.Sprintf(" %s%s", a.Value, a.Description)
			}
		}
	case *log.EventEntryAdded:
		// A page that is a problem answers with its status, which Chromium logs.
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "the server responded with a status of 4") {
			complaint = "log: " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, "data:") {
			complaint = "a request to " + u
		}
	}
	if complaint != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.complaints = append(b.complaints, complaint)
	}
}

// story runs steps as a test of their own, under a time limit, and fails it
// for what the browser complained of meanwhile.
func (b *reader) story(name string, steps func(t *testing.T, b *reader)) {
	b.t.Run(name, func(t *testing.T) {
		steps(t, b)
		b.calm(t)
	})
}

func (b *reader) calm(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		t.Error(c)
	}
	b.complaints = nil
}

func (b *reader) run(t *testing.T, steps ...step) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%v, on %s", err, b.where())
	}
}

// get is run for a step that brings something.
func get[T any](t *testing.T, b *reader, what chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	got, err := chromedp.Run(ctx, what)
	if err != nil {
		t.Fatalf("%v, on %s", err, b.where())
	}
	return got
}

func (b *reader) where() string {
	at, _ := chromedp.Run(b.ctx, chromedp.Location()) // only for the message of another failure
	return at
}

func (b *reader) open(path string) step { return chromedp.Navigate(b.base + path) }

// text is the visible text of an element.
func (b *reader) text(t *testing.T, selector chromedp.CSS) string {
	t.Helper()
	return get(t, b, chromedp.Text(selector))
}

// send gives the browser a command.
func send[P, R any](cmd cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cmd, params)
		return err
	})
}

// follow clicks and waits for the page that comes.
func follow(selector, next chromedp.CSS) step {
	return chromedp.Steps(chromedp.Click(selector), chromedp.WaitVisible(next))
}

func pasteStory(t *testing.T, b *reader) {
	b.run(t, b.open("/"),
		chromedp.SendKeys(chromedp.CSS("#title"), "Senior Product Manager, Ferries"),
		chromedp.SetValue(chromedp.CSS("#text"), "What you will do\n\nYou will mentor junior product managers and present the strategy to executives.\nYou will own the vision and roadmap of several products.\n\nYou have 6+ years of product management experience.\n\n"+
			"Who you work with\n\nTwo teams of engineers and designers sit with you in the harbour office, and the crews of eleven ferries tell you every morning what went wrong on the night before. "+
			"You read their reports, talk to passengers, and decide with the heads of sales and operations what is built next."),
		follow("form.ad > button", ".answer"))
	if got := b.text(t, ".answer strong"); got != "senior" {
		t.Errorf("the answer is %q, want senior", got)
	}
	// The reason of marked words stands beside them on focus; Escape sends it
	// away, and a click leads to it in the list.
	b.run(t, chromedp.Focus(chromedp.CSS("a.mark")), chromedp.WaitVisible(chromedp.CSS("#card")))
	if card := b.text(t, "#card"); !strings.Contains(card, "speaks for") {
		t.Errorf("the card of the first mark says %q", card)
	}
	b.run(t, chromedp.KeyEvent("\x1b"), chromedp.WaitNotVisible(chromedp.CSS("#card")), chromedp.Click(chromedp.CSS("a.mark")))
	if !get(t, b, chromedp.Evaluate[bool](`document.querySelector(".evidence li:target") !== null`)) {
		t.Error("a click on marked words does not lead to their evidence")
	}
}

// dropStory drops a file on the form.
func dropStory(t *testing.T, b *reader) {
	b.run(t, b.open("/"), chromedp.Evaluate[chromedp.Void](`(() => {
		const held = new DataTransfer();
		held.items.add(new File(["Director of Product\n\nYou will manage group product managers and own the portfolio's budget and vision."], "ad.txt", {type: "text/plain"}));
		for (const kind of ["dragover", "drop"]) document.querySelector("form.ad").dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
	})()`), follow("form.ad > button", ".answer"))
	if ad := b.text(t, ".adtext"); !strings.Contains(ad, "group product managers") {
		t.Errorf("the ad of the dropped file reads %q", ad)
	}
}

// keyboardStory places an ad with keys alone, sees the focus at every step,
// and comes to the reason of marked words.
func keyboardStory(t *testing.T, b *reader) {
	b.run(t, b.open("/"))
	b.tabTo(t, "#text")
	b.run(t, chromedp.KeyEvent("You will mentor junior product managers and own the roadmap."))
	b.tabTo(t, "form.ad > button")
	b.run(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(".answer")))
	b.tabTo(t, "a.mark")
	b.run(t, chromedp.WaitVisible(chromedp.CSS("#card")))
	b.run(t, chromedp.KeyEvent("\r"), chromedp.WaitReady(chromedp.CSS(".evidence li:target")))
}

// tabTo presses Tab until an element has the focus, which shows wherever it
// comes by.
func (b *reader) tabTo(t *testing.T, selector string) {
	t.Helper()
	for range 60 {
		b.run(t, chromedp.KeyEvent("\t"))
		at := get(t, b, chromedp.Evaluate[string](`(() => { const e = document.activeElement, s = getComputedStyle(e);
			return e.matches(`+strconv.Quote(selector)+`) ? "there" : s.outlineStyle === "none" && !e.matches("body, .skip") ? e.outerHTML : ""; })()`))
		if at == "there" {
			return
		}
		if at != "" {
			t.Errorf("the focus does not show on %.200s", at)
		}
	}
	t.Fatalf("Tab does not come to %s", selector)
}

// plainStory is what a reader without scripts can do: paste, read, follow
// marked words to their reason, search, and read the report.
func plainStory(t *testing.T, b *reader) {
	window := b.window(t)
	window.run(t, send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}),
		window.open("/?example=1"), follow("form.ad > button", ".answer"), chromedp.Click(chromedp.CSS("a.mark")), chromedp.WaitReady(chromedp.CSS(".evidence li:target")),
		window.open("/search?q=rung:senior"), follow(".hits h3 a", ".adtext"),
		window.open("/demand"), follow(".report table a.number", ".hits a"))
	window.calm(t)
}

func searchStory(t *testing.T, b *reader) {
	b.run(t, b.open("/search"),
		chromedp.SendKeys(chromedp.CSS("#q"), "rung:senior..director roadmap\r"),
		chromedp.WaitVisible(chromedp.CSS(".hits mark")))
	title := b.text(t, ".hits h3 a")
	b.run(t, follow(".hits h3 a", ".adtext"))
	if got := b.text(t, "h1"); got != title {
		t.Errorf("the posting is %q, want %q", got, title)
	}
	if history := b.text(t, "section[aria-labelledby=history]"); !strings.Contains(history, "Seen from") {
		t.Errorf("the posting has no history: %s", history)
	}
	// A slip is shown where it is, and the query stays to be mended.
	b.run(t, b.open("/search?q=roadmap+rung:foo"), chromedp.WaitVisible(chromedp.CSS("[role=alert] .place")))
	if q := get(t, b, chromedp.Value(chromedp.CSS("#q"))); q != "roadmap rung:foo" {
		t.Errorf("after a slip the box holds %q", q)
	}
	b.run(t, b.open("/search?q=rung:senior"), chromedp.Click(chromedp.CSS("aside details:last-of-type summary")),
		chromedp.SendKeys(chromedp.CSS("#name"), "seniors"), chromedp.Click(chromedp.CSS("form.save button")),
		chromedp.WaitReady(chromedp.CSS(".saved a")))
	if feed := ask(t, b.base+"/feed/seniors"); !strings.Contains(feed, "<entry>") {
		t.Errorf("the saved search has no feed: %.300s", feed)
	}
}

func demandStory(t *testing.T, b *reader) {
	b.run(t, b.open("/demand"), chromedp.WaitVisible(chromedp.CSS(".report table a.number")),
		follow(".report table a.number", ".hits a"))
	if h1 := b.text(t, "h1"); h1 != "The postings behind a number" {
		t.Errorf("a number leads to %q", h1)
	}
	b.run(t, follow("main p a", ".report table"), chromedp.Click(chromedp.CSS(`a[href*="format=csv"]`)))
	csv := b.download(t, "demand.csv")
	if !strings.Contains(csv, "mix,") {
		t.Errorf("the download lacks the mix of rungs: %.200s", csv)
	}
}

// download waits for a file.
func (b *reader) download(t *testing.T, name string) string {
	t.Helper()
	for range 100 {
		if data, err := os.ReadFile(filepath.Join(b.files, name)); err == nil && len(data) > 0 {
			return string(data)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s was not downloaded", name)
	return ""
}

func ladderStory(t *testing.T, b *reader) {
	b.run(t, b.open("/ladder"), follow(`table.rungs a[href*="rung=senior"]`, ".responsibilities"))
	if got := b.text(t, "h1"); got != "senior" {
		t.Errorf("the rung is %q", got)
	}
	b.run(t, follow(`.responsibilities a[href*="asks"]`, ".hits a"))
}

func crawlStory(t *testing.T, b *reader) {
	b.run(t, b.open("/boards"), chromedp.Click(chromedp.CSS("form.crawl button")),
		chromedp.WaitVisible(chromedp.CSS("section.progress:not([data-running])")))
	if line := b.text(t, "section.progress strong"); !strings.Contains(line, "Ended: 64 of 64 boards (") || strings.Contains(line, "unreachable") {
		t.Errorf("the crawl says %q", line)
	}
}

func labelStory(t *testing.T, b *reader) {
	b.run(t, b.open("/label"), chromedp.SendKeys(chromedp.CSS("#who"), "ana"), follow("form.filters button", "#labeltext"),
		chromedp.Click(chromedp.CSS("#duties-senior")), chromedp.Click(chromedp.CSS("#duties_certainty-high")),
		// What the reader marks in the text is evidence at the press of a button.
		chromedp.Evaluate[chromedp.Void](`document.getSelection().setBaseAndExtent(document.getElementById("labeltext").firstChild, 0, document.getElementById("labeltext").firstChild, 12); 0`),
		chromedp.Click(chromedp.CSS("#quote")))
	if words := get(t, b, chromedp.Value(chromedp.CSS("#evidence"))); len(words) == 0 {
		t.Error("the marked words did not become evidence")
	}
	b.run(t, follow("form.label p:last-of-type button", "#rung-senior"), chromedp.Click(chromedp.CSS("#rung-senior")), chromedp.Click(chromedp.CSS("#certainty-high")),
		follow("form.label button", "#duties-senior"))
	if said := b.text(t, "main > .soft"); !strings.Contains(said, "1 labelled") {
		t.Errorf("after a label the next posting says %q", said)
	}
}

// walked are the pages a reader can come to, one of each kind, and what to
// click on there for one that has no address of its own.
var walked = []struct {
	name, path  string
	click, next chromedp.CSS
}{
	// The largest first: the others are looked at meanwhile.
	{name: "demand", path: "/demand"}, {name: "rung", path: "/ladder?rung=senior"}, {name: "boards", path: "/boards"},
	{name: "form", path: "/"}, {name: "example", path: "/?example=1"}, {name: "verdict", path: "/?example=1", click: "form.ad > button", next: ".answer"},
	{name: "search", path: "/search?q=roadmap"}, {name: "nothing", path: "/search?q=roadmapp+rung:junior+country:ZZ"}, {name: "unread", path: "/search?q=rung:foo"},
	{name: "posting", path: "/search?q=rung:lead", click: ".hits h3 a", next: ".adtext"},
	{name: "no demand", path: "/demand?q=country:ZZ"}, {name: "behind", path: "/behind?key=mix/pm"}, {name: "ladder", path: "/ladder"},
	{name: "label", path: "/label"}, {name: "pass", path: "/label?who=ana"}, {name: "agreement", path: "/label/agreement?a=ana&b=ana"},
	{name: "api", path: "/api/v1/docs"}, {name: "problem", path: "/nowhere"},
}

// tabs are how many pages are looked at at a time.
const tabs = 2

// everyPage looks at every page in both themes and at the widths of a
// telephone and a desk.
func (b *reader) everyPage(t *testing.T) {
	axe := axeSource(t)
	free := make(chan *reader, tabs)
	for range tabs {
		free <- b.window(t)
	}
	t.Run("page", func(t *testing.T) {
		for _, p := range walked {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				window := <-free
				defer func() { free <- window }()
				window.run(t, inTheme("light"), chromedp.EmulateViewport(1440, 900), window.open(p.path))
				if p.click != "" {
					window.run(t, follow(p.click, p.next))
				}
				window.look(t, p.name)
				t.Run("accessible", func(t *testing.T) { window.accessible(t, axe) })
				window.calm(t)
			})
		}
	})
}

// look judges the size of the page that is open, which no theme changes, and
// takes its pictures.
func (b *reader) look(t *testing.T, name string) {
	t.Helper()
	for _, width := range []int64{360, 1440} {
		b.run(t, chromedp.EmulateViewport(width, 900))
		b.fits(t, name, width)
		for _, theme := range []string{"dark", "light"} {
			b.picture(t, theme, fmt.Sprintf("%s-%s-%d.png", name, theme, width))
		}
	}
}

func inTheme(theme string) step {
	return send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}})
}

// fits holds that nothing makes the page scroll sideways.
func (b *reader) fits(t *testing.T, name string, width int64) {
	t.Helper()
	wide := get(t, b, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	if wide > width {
		t.Errorf("%s is %d wide on a screen of %d", name, wide, width)
	}
}

func (b *reader) picture(t *testing.T, theme, file string) {
	t.Helper()
	dir := os.Getenv("RUNG_SHOTS")
	if dir == "" {
		return
	}
	b.run(t, inTheme(theme))
	png := get(t, b, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, file), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// axeSource is the script of axe-core, "" where there is none.
func axeSource(t *testing.T) string {
	dir, named := os.LookupEnv("RUNG_AXE")
	if !named {
		dir = filepath.Join(corpustest.Root(), "..", "node_modules", "axe-core")
	}
	data, err := os.ReadFile(filepath.Join(dir, "axe.min.js"))
	if err != nil && named {
		t.Fatalf("RUNG_AXE has no axe-core: %v", err)
	}
	return string(data)
}

// A violation is what axe found against a rule.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML string `json:"html"`
	} `json:"nodes"`
}

// repeated is what is like that before it: markup that says nothing new, of
// which a report has thousands.
const repeated = "tbody tr:nth-child(n+3), table.wide tr > :nth-child(n+7), .hits li:nth-child(n+4), .evidence li:nth-child(n+6), " +
	"details ~ details ~ details ~ details, section:has(> pre) ~ section:has(> pre) ~ section:has(> pre)"

// accessible holds that axe finds nothing serious on the page that is open.
func (b *reader) accessible(t *testing.T, axe string) {
	if axe == "" {
		t.Skip("no axe-core here: npm install axe-core beside the repository, or name its directory with RUNG_AXE")
	}
	b.run(t, chromedp.Evaluate[chromedp.Void](axe),
		chromedp.Evaluate[chromedp.Void]("for (const e of document.querySelectorAll("+strconv.Quote(repeated)+")) e.remove()"))
	b.judge(t, "light", `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`)
	// Contrast is the one thing that a theme changes.
	b.run(t, inTheme("dark"))
	b.judge(t, "dark", `{type: "rule", values: ["color-contrast"]}`)
}

func (b *reader) judge(t *testing.T, theme, rules string) {
	t.Helper()
	found := get(t, b, chromedp.Evaluate[string](`axe.run({resultTypes: ["violations"], runOnly: `+rules+`}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	var violations []violation
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		said := fmt.Sprintf("in %s: %s (%s, %s): %s", theme, v.Help, v.ID, v.Impact, v.Nodes[0].HTML)
		if slices.Contains([]string{"serious", "critical"}, v.Impact) {
			t.Error(said)
		} else {
			t.Log(said)
		}
	}
}
