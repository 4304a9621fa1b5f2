//! `watchbell account`: who may sign in, from the node's own machine.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use anyhow::bail;
use clap::{Args, Subcommand};
use watchbell_node::accounts;
use watchbell_store::Role;

use crate::{exit, open, open::NodeOptions, talk};

/// Who may sign in
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell account add ana --role analyst")]
pub(crate) struct Account {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make an account and print its one-time password
    #[command(before_help = "Example:\n  watchbell account add ana --role analyst")]
    Add {
        /// The name to sign in with
        name: String,
        /// reader, analyst or administrator
        #[arg(long, default_value = "reader")]
        role: Role,
    },
    /// Give an account a new one-time password and end its sessions
    #[command(before_help = "Example:\n  watchbell account password ana")]
    Password {
        /// The name to sign in with
        name: String,
    },
    /// Make a token for a program, in the name of an account, and print its secret
    #[command(
        before_help = "Example:\n  watchbell account token ana siem --scope taxii:read --scope incidents:read"
    )]
    Token {
        /// Whose token it is
        name: String,
        /// What it is for
        purpose: String,
        /// What it may do, for example taxii:read; more of them by repeating it
        #[arg(long, required = true)]
        scope: Vec<accounts::Scope>,
        /// Days until it ends
        #[arg(long, default_value_t = 90)]
        days: i64,
    },
    /// List accounts
    #[command(before_help = "Example:\n  watchbell account list")]
    List,
}

impl Account {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        open::runtime()?.block_on(async {
            let node = node.attach_or_make().await?;
            match &self.what {
                What::Add { name, role } => {
                    let password = accounts::one_time_password()?;
                    node.accounts()
                        .add(name, *role, &password, node.now())
                        .await?;
                    writeln!(stdout().lock(), "{password}")?;
                    talk::say(&format!(
                        "{name} signs in as {role} with the password above"
                    ));
                }
                What::Password { name } => {
                    let Some(account) = node.db().account_named(name).await? else {
                        bail!("there is no account {name:?}; `watchbell account list` lists them");
                    };
                    let password = accounts::one_time_password()?;
                    node.accounts()
                        .change(account.id, None, Some(&password), Some(false))
                        .await?;
                    writeln!(stdout().lock(), "{password}")?;
                }
                What::Token {
                    name,
                    purpose,
                    scope,
                    days,
                } => {
                    let Some(account) = node.db().account_named(name).await? else {
                        bail!("there is no account {name:?}; `watchbell account list` lists them");
                    };
                    let accounts = node.accounts();
                    let (_, secret) = accounts
                        .add_token(&account, purpose, scope, *days, node.now())
                        .await?;
                    writeln!(stdout().lock(), "{secret}")?;
                }
                What::List => {
                    let mut out = stdout().lock();
                    for account in node.db().accounts().await? {
                        let state = if account.disabled { "disabled" } else { "" };
                        writeln!(
                            out,
                            "{:<24} {:<14} {} {state}",
                            account.name, account.role, account.created_at
                        )?;
                    }
                }
            }
            node.stop().await;
            Ok(exit::CLEAN.into())
        })
    }
}
