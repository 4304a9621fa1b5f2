//! A log in memory, for tests and demonstrations, which can be told to fail.

use std::{
    collections::BTreeMap,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{Backend, File};

/// Files in memory. [`Memory::fail_after`] makes it break off where a crash would.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    /// How many more files are stored before every change fails.
    left: Option<usize>,
}

impl Memory {
    /// Lets so many more files be stored; from then on every change fails, as if the power were cut between two files.
    pub fn fail_after(&self, files: usize) {
        self.state().left = Some(files);
    }

    /// Lets everything succeed again.
    pub fn heal(&self) {
        self.state().left = None;
    }

    /// Returns all files.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.state().files.clone()
    }

    /// Changes or removes a file behind the log's back.
    pub fn tamper(&self, path: &str, change: impl FnOnce(&mut Option<Vec<u8>>)) {
        let mut state = self.state();
        let mut file = state.files.remove(path);
        change(&mut file);
        if let Some(bytes) = file {
            state.files.insert(path.to_owned(), bytes);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn spend(&mut self) -> io::Result<()> {
        match &mut self.left {
            Some(0) => Err(io::Error::other("the storage was told to fail")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Backend for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.state().files.get(path).cloned())
    }

    fn store(&self, files: &[File]) -> io::Result<()> {
        let mut state = self.state();
        for file in files {
            state.spend()?;
            state.files.insert(file.path.clone(), file.bytes.clone());
        }
        Ok(())
    }

    fn remove(&self, folder: &str) -> io::Result<()> {
        let mut state = self.state();
        state.spend()?;
        let inside = format!("{folder}/");
        state.files.retain(|path, _| !path.starts_with(&inside));
        Ok(())
    }

    fn holds(&self, path: &str) -> io::Result<bool> {
        let inside = format!("{path}/");
        Ok(self
            .state()
            .files
            .keys()
            .any(|file| file == path || file.starts_with(&inside)))
    }
}
