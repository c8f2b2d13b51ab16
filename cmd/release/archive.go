package main

import (
	"archive/tar"
	"archive/zip"
	"cmp"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"time"
)

// A member is a file of an archive: its name there, where it is now, and
// whether it is to be run.
type member struct {
	name, file string
	run        bool
}

// mode is what the archive says, whatever the file system here says.
func (m member) mode() os.FileMode {
	if m.run {
		return 0o755
	}
	return 0o644
}

func sorted(members []member) []member {
	return slices.SortedFunc(slices.Values(members), func(a, b member) int { return cmp.Compare(a.name, b.name) })
}

// tarball writes members under a folder, sorted, all of them of one time and
// of nobody's.
func tarball(w io.Writer, folder string, members []member, at time.Time) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	for _, m := range sorted(members) {
		data, err := os.ReadFile(m.file)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: folder + "/" + m.name, Mode: int64(m.mode()), Size: int64(len(data)), ModTime: at, Typeflag: tar.TypeReg}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// zipped is tarball for Windows.
func zipped(w io.Writer, folder string, members []member, at time.Time) error {
	z := zip.NewWriter(w)
	for _, m := range sorted(members) {
		data, err := os.ReadFile(m.file)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: folder + "/" + m.name, Method: zip.Deflate, Modified: at}
		h.SetMode(m.mode())
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}
