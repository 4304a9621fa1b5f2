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
        let mut written = Written::default();
        files
            .iter()
            .try_for_each(|file| written.add(&self.place(&file.path)?, &file.bytes))?;
        written.sync()?;
        written.appear()
    }

    fn publish(&self, files: &[File], last: &File) -> io::Result<()> {
        let (mut written, mut head) = (Written::default(), Written::default());
        for file in files {
            written.add(&self.place(&file.path)?, &file.bytes)?;
        }
        head.add(&self.place(&last.path)?, &last.bytes)?;
        // The content of the last file waits for the disk together with the others; its name does not appear before theirs.
        sync(written.files.iter().chain(&head.files))?;
        written.appear()?;
        head.appear()
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

/// Files written beside their places.
#[derive(Default)]
struct Written {
    files: Vec<fs::File>,
    renames: Vec<(PathBuf, PathBuf)>,
    folders: BTreeSet<PathBuf>,
}

impl Written {
    fn add(&mut self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = place.parent().map(Path::to_owned).unwrap_or_default();
        make_folder(&folder, &mut self.folders)?;
        self.folders.insert(folder);
        let beside = beside(place);
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        self.files.push(file);
        self.renames.push((beside, place.to_owned()));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        sync(&self.files)
    }

    fn appear(&self) -> io::Result<()> {
        for (beside, place) in &self.renames {
            fs::rename(beside, place)?;
        }
        sync_folders(&self.folders)
    }
}

/// How many files wait for the disk at once; a file system makes one journal entry of those that wait together.
const WAITING: usize = 16;

/// Waits until the content of the files is on the disk.
fn sync<'a>(files: impl IntoIterator<Item = &'a fs::File>) -> io::Result<()> {
    let files: Vec<&fs::File> = files.into_iter().collect();
    std::thread::scope(|scope| {
        for some in files.chunks(WAITING) {
            let (first, others) = some.split_first().unzip();
            let waiting: Vec<_> = others
                .unwrap_or_default()
                .iter()
                .map(|file| scope.spawn(|| file.sync_data()))
                .collect();
            first.map_or(Ok(()), |file| file.sync_data())?;
            for thread in waiting {
                thread
                    .join()
                    .map_err(|_| io::Error::other("a syncing thread died"))??;
            }
        }
        Ok(())
    })
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

/// Waits until the names in the folders are on the disk.
#[cfg(unix)]
fn sync_folders(folders: &BTreeSet<PathBuf>) -> io::Result<()> {
    let open: Vec<fs::File> = folders
        .iter()
        .map(fs::File::open)
        .collect::<io::Result<_>>()?;
    sync(&open)
}

/// Other systems have no way to sync a folder and do not need one.
#[cfg(not(unix))]
fn sync_folders(_: &BTreeSet<PathBuf>) -> io::Result<()> {
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
