//! A log in a folder, laid out so that any web server can serve it.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs, io,
    io::Write as _,
    path::{Component, Path, PathBuf},
};

use super::{Backend, File};

/// The file whose lock keeps a second publisher out.
const LOCK: &str = ".lock";

/// A folder on a local disk. Files are written beside their place, synced, renamed, and their folders synced.
#[derive(Debug)]
pub struct Directory {
    root: PathBuf,
    /// Held as long as this publisher lives; the system lets go of it when the process dies.
    _lock: Option<fs::File>,
}

impl Directory {
    /// Opens a folder for reading; it need not exist yet.
    pub fn reading(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            _lock: None,
        }
    }

    /// Opens or makes a folder for a publisher, and keeps other publishers out until dropped.
    ///
    /// Fails with [`io::ErrorKind::WouldBlock`] where another publisher holds it.
    pub fn writing(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        make_folder(&root, &mut BTreeSet::new())?;
        let lock = fs::File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(root.join(LOCK))?;
        lock.try_lock()?;
        Ok(Self {
            root,
            _lock: Some(lock),
        })
    }

    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let path = Path::new(path);
        if path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Ok(self.root.join(path));
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the path leaves the log's folder",
        ))
    }
}

impl Backend for Directory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.place(path)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn store(&self, files: &[File]) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        let mut renames = Vec::with_capacity(files.len());
        for File { path, bytes } in files {
            let place = self.place(path)?;
            let folder = place.parent().unwrap_or(&self.root).to_owned();
            make_folder(&folder, &mut folders)?;
            folders.insert(folder);
            let beside = beside(&place);
            let mut file = fs::File::create(&beside)?;
            file.write_all(bytes)?;
            renames.push((file, beside, place));
        }
        // All content is handed to the disk before the first sync waits for it.
        for (file, _, _) in &renames {
            file.sync_data()?;
        }
        for (_, beside, place) in &renames {
            fs::rename(beside, place)?;
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    fn remove(&self, folder: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.place(folder)?) {
            Err(error) if !is_absent(&error) => Err(error),
            _ => Ok(()),
        }
    }

    fn holds(&self, path: &str) -> io::Result<bool> {
        self.place(path)?.try_exists()
    }
}

/// A tile under a partial tile's folder name, or the reverse, is as absent as no file at all.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Makes a folder and notes which folders got a new name in them and so must be synced.
fn make_folder(folder: &Path, touched: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        make_folder(parent, touched)?;
        touched.insert(parent.to_owned());
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// The same name each time, so that a crash leaves nothing that the next attempt does not overwrite.
fn beside(place: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".new");
    place.with_file_name(name)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Other systems have no way to sync a folder and do not need one.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> File {
        File {
            path: path.to_owned(),
            bytes: bytes.to_owned(),
        }
    }

    #[test]
    fn files_are_stored_replaced_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = Directory::writing(folder.path().join("a/b")).expect("makes it");
        assert_eq!(log.read("tile/0/000").expect("no failure"), None);
        log.store(&[file("tile/0/000.p/1", b"one"), file("tile/0/000", b"all")])
            .expect("stores");
        log.store(&[file("tile/0/000", b"all again")])
            .expect("replaces");
        assert_eq!(
            log.read("tile/0/000").expect("no failure").as_deref(),
            Some(&b"all again"[..])
        );
        assert_eq!(log.read("tile/0/000/1").expect("no failure"), None);
        log.remove("tile/0/000.p").expect("removes");
        log.remove("tile/0/000.p").expect("nothing to remove");
        assert!(!log.holds("tile/0/000.p").expect("no failure"));
        let names: Vec<_> = fs::read_dir(folder.path().join("a/b/tile/0"))
            .expect("there")
            .collect();
        assert_eq!(names.len(), 1, "nothing is left beside");
    }

    #[test]
    fn one_publisher_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Directory::writing(folder.path()).expect("free");
        let second = Directory::writing(folder.path()).map(|_| ());
        assert_eq!(
            second.expect_err("locked").kind(),
            io::ErrorKind::WouldBlock
        );
        drop(first);
        Directory::writing(folder.path()).expect("free again");
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let log = Directory::reading("anywhere");
        for path in ["../secret", "/etc/hostname", "tile/../../x"] {
            assert_eq!(
                log.read(path).expect_err("refused").kind(),
                io::ErrorKind::InvalidInput
            );
        }
    }
}
