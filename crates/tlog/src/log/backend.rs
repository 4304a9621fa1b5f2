//! Where a log keeps its files.

use std::{io, sync::Arc};

use super::Error;

/// A file to store, by its path in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path, such as `tile/0/000`; never absolute, never with `..`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Storage for the files of one log.
pub trait Backend {
    /// Reads a file; `None` where there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Stores files so that all of them survive a power cut once this returns.
    ///
    /// Each file appears whole or not at all, replacing what was there. When this fails, any of them may have appeared.
    fn store(&self, files: &[File]) -> io::Result<()>;

    /// Stores files, and one more that only appears once all the others are durable.
    fn publish(&self, files: &[File], last: &File) -> io::Result<()> {
        self.store(files)?;
        self.store(std::slice::from_ref(last))
    }

    /// Removes a folder with what is in it; nothing where there is none.
    fn remove(&self, folder: &str) -> io::Result<()>;

    /// Says whether there is a file or folder of this name.
    fn holds(&self, path: &str) -> io::Result<bool>;
}

impl<B: Backend + ?Sized> Backend for &B {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        (**self).read(path)
    }
    fn store(&self, files: &[File]) -> io::Result<()> {
        (**self).store(files)
    }
    fn publish(&self, files: &[File], last: &File) -> io::Result<()> {
        (**self).publish(files, last)
    }
    fn remove(&self, folder: &str) -> io::Result<()> {
        (**self).remove(folder)
    }
    fn holds(&self, path: &str) -> io::Result<bool> {
        (**self).holds(path)
    }
}

impl<B: Backend + ?Sized> Backend for Arc<B> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        (**self).read(path)
    }
    fn store(&self, files: &[File]) -> io::Result<()> {
        (**self).store(files)
    }
    fn publish(&self, files: &[File], last: &File) -> io::Result<()> {
        (**self).publish(files, last)
    }
    fn remove(&self, folder: &str) -> io::Result<()> {
        (**self).remove(folder)
    }
    fn holds(&self, path: &str) -> io::Result<bool> {
        (**self).holds(path)
    }
}

/// Reads a file, naming it when that fails.
pub(super) fn read(backend: &impl Backend, path: &str) -> Result<Option<Vec<u8>>, Error> {
    backend.read(path).map_err(|source| Error::Storage {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// Stores files, naming the first when that fails.
pub(super) fn store(backend: &impl Backend, files: &[File]) -> Result<(), Error> {
    let first = || {
        files
            .first()
            .map(|file| file.path.clone())
            .unwrap_or_default()
    };
    backend.store(files).map_err(|source| Error::Storage {
        action: "store",
        path: first(),
        source,
    })
}
