//! Carrying out effects: reads and searches side by side, decisions one after another in the order they were made.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Options, products};
use crate::catalog::pictures::Media;
use crate::domain::{BulkId, ConversationId, Subject};
use crate::export::{Format, Overwrite};
use crate::jobs::{
    Access, Desk, Events, ExportOptions, GenerateOptions, ImportOptions, LanguageShares, Runner,
    Workspace,
};
use crate::store::{Applied, Change, Draft, Durability, Op};
use crate::tui::effect::{Effect, Speed};
use crate::tui::msg::{Decision, Gives, Level, Place, Reading, Reply, Written};
use crate::tui::pictures::{Absent, PictureRequest, Protocol, Screen, USUAL_CELL, prepare};
use crate::tui::theme::Depth;

/// How often other people's changes are looked at, at most.
const FOLLOW: Duration = Duration::from_millis(500);

/// An opened workspace.
pub struct Opened {
    /// What the person is shown of it.
    pub place: Place,
    /// Starts jobs in it.
    pub runner: Runner,
    /// What the jobs report.
    pub events: Events,
}

/// Carries effects out.
pub struct Performer {
    options: Arc<Options>,
    replies: UnboundedSender<Reply>,
    opened: UnboundedSender<Opened>,
    hands: Option<Hands>,
    screen: Screen,
}

/// What is there once the workspace is open.
struct Hands {
    runner: Runner,
    decisions: UnboundedSender<Effect>,
    worker: tokio::task::JoinHandle<()>,
}

impl Performer {
    /// A performer that answers into these channels.
    pub fn new(
        options: Options,
        replies: UnboundedSender<Reply>,
        opened: UnboundedSender<Opened>,
    ) -> Self {
        Performer {
            options: Arc::new(options),
            replies,
            opened,
            hands: None,
            screen: Screen {
                protocol: Protocol::Off,
                depth: Depth::Mono,
                cell: USUAL_CELL,
            },
        }
    }

    /// Makes pictures ready for this screen from now on.
    pub fn show_on(&mut self, screen: Screen) {
        self.screen = screen;
    }

    /// The cells of the screen have this many pixels now.
    pub fn cells_are(&mut self, pixels: (u16, u16)) {
        self.screen.cell = pixels;
    }

    /// Opens the workspace beside the first frame.
    pub fn open(&self) {
        let (options, replies, opened) = (
            self.options.clone(),
            self.replies.clone(),
            self.opened.clone(),
        );
        tokio::spawn(async move {
            let clock = options.clock.clone();
            match Workspace::open(&options.workspace, Access::WriteOrRead, clock).await {
                Ok(workspace) => {
                    let place = Place {
                        shown: options.shown.clone(),
                        read_only: workspace.read_only(),
                    };
                    let (runner, events) = Runner::new(workspace);
                    let _ = opened.send(Opened {
                        place,
                        runner,
                        events,
                    });
                }
                Err(error) => drop(replies.send(Reply::NotOpened(error.to_string()))),
            }
        });
    }

    /// Takes the opened workspace into use.
    pub fn opened(&mut self, runner: Runner) {
        let (decisions, waiting) = unbounded_channel();
        let workspace = runner.workspace().clone();
        follow(workspace.clone(), self.replies.clone());
        let desk = Desk::new(&workspace, self.options.reviewer.clone());
        let worker = tokio::spawn(decide(workspace, desk, waiting, self.replies.clone()));
        self.hands = Some(Hands {
            runner,
            decisions,
            worker,
        });
    }

    /// How many conversations are started with the studio.
    pub fn start(&self) -> Option<u32> {
        self.options.start
    }

    /// Stops the jobs, waits for every decision to be on disk, closes the workspace.
    pub async fn close(&mut self) {
        let Some(hands) = self.hands.take() else {
            return;
        };
        let Hands {
            runner,
            decisions,
            worker,
        } = hands;
        drop(decisions);
        let _ = worker.await;
        runner.stop_all().await;
        if let Err(error) = runner.workspace().close().await {
            tracing::error!(%error, "closing the workspace");
        }
    }

    /// Carries out one effect.
    pub fn perform(&self, effect: Effect) {
        if let Effect::Copy(text) = &effect {
            let copied =
                crossterm::execute!(std::io::stdout(), CopyToClipboard::to_clipboard_from(text));
            if let Err(error) = copied {
                tracing::warn!(%error, "copying");
            }
            return;
        }
        let Some(hands) = &self.hands else {
            return;
        };
        match effect {
            Effect::Judge { .. }
            | Effect::JudgeMany { .. }
            | Effect::Edit { .. }
            | Effect::EditProduct { .. }
            | Effect::Mention { .. }
            | Effect::Undo
            | Effect::Redo
            | Effect::KeepDraft { .. }
            | Effect::DropDraft(_)
            | Effect::Keep { .. } => drop(hands.decisions.send(effect)),
            Effect::Generate { .. }
            | Effect::Import(_)
            | Effect::Pause(_)
            | Effect::Resume(_)
            | Effect::Stop(_)
            | Effect::Export { .. } => {
                self.job(&hands.runner, effect);
            }
            read => self.read(hands.runner.workspace().clone(), read),
        }
    }

    fn job(&self, runner: &Runner, effect: Effect) {
        match effect {
            Effect::Generate {
                count,
                language,
                speed,
            } => {
                let mut options = GenerateOptions {
                    count,
                    ..self.options.generate.clone()
                };
                if let Some(language) = language {
                    options.languages = LanguageShares::only(language);
                }
                if speed == Speed::Fast {
                    options.pace = None;
                }
                drop(runner.generate(options));
            }
            Effect::Import(options) => drop(runner.import_products(at_home(*options))),
            Effect::Pause(job) => drop(runner.control(job).map(|control| control.pause())),
            Effect::Resume(job) => drop(runner.control(job).map(|control| control.resume())),
            Effect::Stop(job) => drop(runner.control(job).map(|control| control.stop())),
            Effect::Export {
                format,
                file,
                filter,
                overwrite,
            } => match format.parse::<Format>() {
                Ok(parsed) => {
                    let mut options = ExportOptions::new(parsed);
                    options.filter = filter;
                    options.options.overwrite = overwrite;
                    options.to = file.as_deref().map(whole_path);
                    if overwrite == Overwrite::Refuse
                        && let Some(path) = options.to.as_ref().filter(|path| path.exists())
                    {
                        let file = path.display().to_string();
                        let _ = self.replies.send(Reply::FileExists { format, file });
                        return;
                    }
                    drop(runner.export(options));
                }
                Err(why) => drop(
                    self.replies
                        .send(Reply::Notice(Level::Warn, why.to_string())),
                ),
            },
            _ => {}
        }
    }

    fn read(&self, workspace: Workspace, effect: Effect) {
        let (replies, reviewer) = (self.replies.clone(), self.options.reviewer.clone());
        let screen = self.screen;
        tokio::spawn(async move {
            let answer = match effect {
                Effect::Counts => workspace
                    .store()
                    .counts()
                    .await
                    .map(Reply::Counts)
                    .map_err(|e| e.to_string()),
                Effect::Queue {
                    request,
                    filter,
                    cursor,
                    limit,
                } => queue(&workspace, request, filter, cursor, limit).await,
                Effect::Read { request, id } => read_one(&workspace, request, id).await,
                Effect::PlanImport { argument, options } => {
                    let options = Box::new(at_home(*options));
                    let plans = workspace.plan_import(&options).await;
                    Ok(Reply::ImportPlanned {
                        argument,
                        options,
                        plans: plans.map_err(|e| e.to_string()),
                    })
                }
                Effect::Drafts => workspace
                    .store()
                    .drafts(reviewer)
                    .await
                    .map(Reply::Drafts)
                    .map_err(|e| e.to_string()),
                Effect::Search { request, query } => workspace
                    .look_up(*query)
                    .await
                    .map(|found| Reply::Products {
                        request,
                        found: Box::new(found),
                    })
                    .map_err(|e| e.to_string()),
                Effect::Product { request, id } => {
                    Ok(products::detail(&workspace, request, &id).await)
                }
                Effect::Relatives {
                    request,
                    product,
                    relation,
                    limit,
                } => products::relatives(&workspace, request, &product, relation, limit).await,
                Effect::History(id) => products::history(&workspace, &id).await,
                Effect::OpenPicture(product) => {
                    let media = Media::new(workspace.folder().media());
                    Ok(products::open_picture(&product, &media))
                }
                Effect::Picture(request) => {
                    Ok(picture(request, Media::new(workspace.folder().media()), screen).await)
                }
                Effect::Profiles {
                    request,
                    filter,
                    cursor,
                    limit,
                } => workspace
                    .store()
                    .profile_page(filter, cursor, limit)
                    .await
                    .map(|page| Reply::Profiles {
                        request,
                        cursor,
                        page,
                    })
                    .map_err(|e| e.to_string()),
                _ => return,
            };
            let reply = answer.unwrap_or_else(|why| Reply::Notice(Level::Error, why));
            let _ = replies.send(reply);
        });
    }
}

/// An import whose files are named in full.
fn at_home(mut options: ImportOptions) -> ImportOptions {
    for file in &mut options.files {
        *file = whole_path(&file.to_string_lossy());
    }
    options
}

/// A file as a person names it: `~` is the home folder, and what is relative counts from where the studio was started.
fn whole_path(named: &str) -> PathBuf {
    let path = match (named.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(named),
    };
    std::path::absolute(&path).unwrap_or(path)
}

/// Reads a picture and makes it ready, on a worker of its own.
async fn picture(request: PictureRequest, media: Media, screen: Screen) -> Reply {
    let wanted = request.clone();
    let made = tokio::task::spawn_blocking(move || prepare(&wanted, &media, screen));
    let outcome = match made.await {
        Ok(outcome) => outcome.map(Arc::new),
        Err(error) => Err(Absent::Because(error.to_string())),
    };
    Reply::Picture { request, outcome }
}

async fn queue(
    workspace: &Workspace,
    request: u64,
    filter: crate::review::Filter,
    cursor: crate::store::Cursor,
    limit: u32,
) -> Result<Reply, String> {
    let store = workspace.store();
    let page = store
        .summaries(filter.clone(), cursor, limit)
        .await
        .map_err(|e| e.to_string())?;
    let total = store.count(filter).await.map_err(|e| e.to_string())?;
    Ok(Reply::Queue {
        request,
        cursor,
        page,
        total,
    })
}

async fn read_one(
    workspace: &Workspace,
    request: u64,
    id: ConversationId,
) -> Result<Reply, String> {
    // Side by side: the place in the queue tells whether it is there at all.
    let (key, read) = tokio::join!(workspace.store().key_of(id), workspace.open_for_reading(id));
    let Some(key) = key.map_err(|e| e.to_string())? else {
        return Ok(Reply::Reading {
            request,
            reading: None,
        });
    };
    let read = read.map_err(|e| e.to_string())?;
    let mut reviewed = read.reviewed;
    reviewed.findings = read.findings;
    Ok(Reply::Reading {
        request,
        reading: Some(Box::new(Reading {
            key,
            reviewed,
            products: read.products,
            gives: Gives {
                sft: read.sft_rows,
                dpo: read.dpo_pairs,
            },
        })),
    })
}

/// Tells the app, at most twice a second, that something was committed.
fn follow(workspace: Workspace, replies: UnboundedSender<Reply>) {
    let mut changes = workspace.store().watch();
    tokio::spawn(async move {
        while changes.changed().await.is_ok() {
            if replies.send(Reply::Changed).is_err() {
                return;
            }
            tokio::time::sleep(FOLLOW).await;
        }
    });
}

/// The worker that carries out decisions in order.
async fn decide(
    workspace: Workspace,
    desk: Desk,
    mut waiting: UnboundedReceiver<Effect>,
    replies: UnboundedSender<Reply>,
) {
    while let Some(effect) = waiting.recv().await {
        if let Some(reply) = decide_one(&workspace, &desk, effect).await {
            let _ = replies.send(reply);
        }
    }
}

async fn decide_one(workspace: &Workspace, desk: &Desk, effect: Effect) -> Option<Reply> {
    let (decision, result) = match effect {
        Effect::Judge {
            subject,
            verdict,
            reason,
        } => {
            let decision = match subject {
                Subject::Turn(conversation, turn) => Decision::Turn(conversation, turn),
                Subject::Conversation(id) => Decision::Conversation(id),
                // Products are not judged.
                Subject::Product(_) => return None,
            };
            (decision, desk.judge(&[subject], verdict, reason).await)
        }
        Effect::JudgeMany {
            filter,
            verdict,
            reason,
        } => {
            return Some(match desk.judge_all(filter, Some(verdict), reason).await {
                Ok(done) => Reply::Decided {
                    decision: Decision::Bulk(done.bulk, done.changed),
                    result: Ok(Written::default()),
                },
                Err(error) => Reply::Decided {
                    decision: Decision::Bulk(BulkId(uuid::Uuid::nil()), 0),
                    result: Err(error.to_string()),
                },
            });
        }
        Effect::Edit {
            conversation,
            turn,
            base_version,
            text,
        } => {
            let edited = desk.edit_turn(conversation, turn, base_version, text).await;
            (Decision::Edit(conversation, turn), edited)
        }
        Effect::EditProduct { id, value, version } => {
            let edited = desk.set_product_value(&id, value, Some(version)).await;
            (Decision::Product(id), edited)
        }
        Effect::Mention {
            conversation,
            turn,
            products,
        } => {
            let set = desk.set_mentioned(conversation, turn, products).await;
            (Decision::Mention(conversation, turn), set)
        }
        Effect::Undo => (Decision::Undo, desk.undo().await),
        Effect::Redo => (Decision::Redo, desk.redo().await),
        other => {
            keep(workspace, desk, other).await;
            return None;
        }
    };
    let result = match result {
        Ok(applied) => Ok(written(workspace, &decision, applied).await),
        Err(error) => Err(error.to_string()),
    };
    Some(Reply::Decided { decision, result })
}

async fn written(workspace: &Workspace, decision: &Decision, applied: Applied) -> Written {
    let mut gives = Gives::default();
    if let Decision::Edit(conversation, _) = decision
        && let Ok(read) = workspace.open_for_reading(*conversation).await
    {
        gives = Gives {
            sft: read.sft_rows,
            dpo: read.dpo_pairs,
        };
    }
    Written {
        entries: applied.entries,
        reversed: applied.reversed,
        gives,
    }
}

/// Drafts and small values.
async fn keep(workspace: &Workspace, desk: &Desk, effect: Effect) {
    let op = match effect {
        Effect::KeepDraft {
            conversation,
            turn,
            base_version,
            text,
        } => Op::PutDraft(Draft {
            reviewer: desk.reviewer().clone(),
            conversation,
            turn,
            base_version,
            text,
        }),
        Effect::DropDraft(turn) => Op::DropDraft(desk.reviewer().clone(), turn),
        Effect::Keep { key, value } => Op::PutSetting(key, Some(value)),
        _ => return,
    };
    let change = Change {
        ops: vec![op],
        expected: Vec::new(),
        durability: Durability::Full,
    };
    if let Err(error) = workspace.store().apply(change).await {
        tracing::warn!(%error, "keeping a draft or setting");
    }
}
