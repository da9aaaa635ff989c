package reports

import (
	"os"
	"os/exec"
	"path/filepath"
)

// NoBrowserError reports that no browser is installed that could print a PDF.
type NoBrowserError struct{}

// Error returns what to install, and the way without it.
func (*NoBrowserError) Error() string {
	return "no browser found to print the PDF: install Chromium, Google Chrome or Microsoft Edge, or print report.html from any browser"
}

// browserNames are the names of browsers on the PATH.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
	"microsoft-edge-stable", "msedge"}

// findBrowser returns the first browser on the PATH, else in the places where
// the installers of macOS and Windows put them.
func findBrowser() (string, error) {
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range browserPlaces(os.Getenv) {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, nil
		}
	}
	return "", &NoBrowserError{}
}

// browserPlaces lists the usual places, given the environment.
func browserPlaces(env func(string) string) []string {
	var out []string
	for _, root := range []string{"/", env("HOME")} {
		if root == "" {
			continue
		}
		for _, app := range []string{"Google Chrome", "Chromium", "Microsoft Edge"} {
			out = append(out, filepath.Join(root, "Applications", app+".app", "Contents", "MacOS", app))
		}
	}
	for _, key := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
		root := env(key)
		if root == "" {
			continue
		}
		for _, exe := range []string{`Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`,
			`Microsoft\Edge\Application\msedge.exe`} {
			out = append(out, root+`\`+exe)
		}
	}
	return out
}
