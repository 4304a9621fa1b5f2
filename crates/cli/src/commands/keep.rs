//! `watchbell backup`, `restore`, `migrate` and `copy`: what keeps a node's data.

use std::{
    fs,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use clap::Args;
use watchbell_node::Config;
use watchbell_store::Db;

use crate::{exit, open, open::NodeOptions, talk};

/// The database's file in a backup.
const DATABASE: &str = "watchbell.db";

/// Write database and keys to a folder, while the node runs or not
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell backup /var/backups/watchbell-monday")]
pub(crate) struct Backup {
    /// A folder that does not exist yet
    folder: PathBuf,
}

/// Make a node from a backup; the log's tiles are written anew
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell restore /var/backups/watchbell-monday --data watchbell-data"
)]
pub(crate) struct Restore {
    /// The folder that `watchbell backup` wrote
    folder: PathBuf,
}

/// Bring the database's schema up to date
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell migrate --config watchbell.toml")]
pub(crate) struct Migrate {}

/// Copy one database into another, empty one
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell copy --from sqlite:watchbell-data/watchbell.db --to postgres://watchbell@localhost/watchbell",
    after_help = "Stop the node first. Keys stay in the node's folder."
)]
pub(crate) struct Copy {
    /// The database to read
    #[arg(long, value_name = "URL")]
    from: String,
    /// The empty database to fill
    #[arg(long, value_name = "URL")]
    to: String,
}

impl Backup {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let config = node.load()?;
        let shown = self.folder.display();
        ensure!(
            !self.folder.exists(),
            "{shown} exists already; a backup never overwrites"
        );
        ensure!(
            config.data.is_dir(),
            "{} is not the folder of a node",
            config.data.display()
        );
        private_folder(&self.folder.join("keys")).with_context(|| format!("{shown}"))?;
        let target = self.folder.join(DATABASE);
        open::runtime()?.block_on(async {
            let db = Db::open(&config.store_url()).await?;
            if db.is_shared() {
                copy(&db, &format!("sqlite:{}", target.display())).await?;
            } else {
                db.snapshot(&target.display().to_string()).await?;
            }
            db.close().await;
            anyhow::Ok(())
        })?;
        for (name, path) in key_files(&config) {
            copy_private(&path, &self.folder.join("keys").join(name))?;
        }
        writeln!(stdout().lock(), "{shown}")?;
        talk::say("the backup holds the node's secret keys: keep it as safe as the node");
        Ok(exit::CLEAN.into())
    }
}

impl Restore {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let config = node.load()?;
        let source = self.folder.join(DATABASE);
        ensure!(
            source.is_file(),
            "{} is not a backup: it holds no {DATABASE}",
            self.folder.display()
        );
        let keys = key_files(&config);
        for (_, path) in &keys {
            ensure!(
                !path.exists(),
                "{} exists already; restore into a new folder",
                path.display()
            );
        }
        for (name, path) in &keys {
            if let Some(folder) = path.parent() {
                private_folder(folder).with_context(|| format!("{}", folder.display()))?;
            }
            copy_private(&self.folder.join("keys").join(name), path)?;
        }
        open::runtime()?.block_on(async {
            let db = Db::open(&format!("sqlite:{}", source.display())).await?;
            copy(&db, &config.store_url()).await?;
            db.close().await;
            anyhow::Ok(())
        })?;
        talk::say(&format!("restored into {}", config.data.display()));
        Ok(exit::CLEAN.into())
    }
}

impl Migrate {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let config = node.load()?;
        open::runtime()?.block_on(async {
            let db = Db::open(&config.store_url()).await?;
            db.close().await;
            anyhow::Ok(())
        })?;
        talk::say("the schema is up to date");
        Ok(exit::CLEAN.into())
    }
}

impl Copy {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        open::runtime()?.block_on(async {
            let db = Db::open(&self.from).await.context("--from")?;
            copy(&db, &self.to).await?;
            db.close().await;
            anyhow::Ok(())
        })?;
        Ok(exit::CLEAN.into())
    }
}

async fn copy(db: &Db, to: &str) -> anyhow::Result<()> {
    let target = Db::open(to).await.context("the target database")?;
    let bar = talk::progress(0, "rows");
    db.copy_into(&target, |copied| {
        bar.set_message(copied.table);
        bar.set_position(copied.rows);
    })
    .await?;
    bar.finish_and_clear();
    target.close().await;
    Ok(())
}

/// The node's key files by the name that a backup gives them.
fn key_files(config: &Config) -> [(&'static str, PathBuf); 2] {
    [
        ("log.key", config.log_key_file()),
        ("secret.key", config.secret_file()),
    ]
}

fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Copies a file with its permissions.
fn copy_private(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("{} could not be copied to {}", from.display(), to.display()))?;
    Ok(())
}
