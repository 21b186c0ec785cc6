//! The one table of commands.
//!
//! Owns: every command's id, title, explanation, default keys, contexts and arguments. The keymap, `?`, the hint bar,
//! the palette and the README's key table are all made from it. Does not: do anything; panes and the app do.

/// Where the focus is; a command is offered in its contexts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Everywhere.
    Global,
    /// The opening screen.
    Home,
    /// The pane where conversations appear.
    Live,
    /// The list of conversations to judge.
    Queue,
    /// A conversation, turn by turn.
    Reader,
    /// The list of products.
    Products,
    /// The facets of Products.
    Facets,
    /// A product's fields.
    Product,
    /// The profile list.
    Profiles,
    /// A text is being typed: letters belong to it.
    Typing,
}

impl Context {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Context::Global => "every pane",
            Context::Home => "Home",
            Context::Live => "Live",
            Context::Queue => "Review's list",
            Context::Reader => "an open conversation",
            Context::Products => "Products",
            Context::Facets => "the facets of Products",
            Context::Product => "an open product",
            Context::Profiles => "Profiles",
            Context::Typing => "a text field",
        }
    }
}

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandId {
    /// To the opening screen.
    GoHome,
    /// To the Live pane.
    GoLive,
    /// To the Review pane.
    GoReview,
    /// To the Products pane.
    GoProducts,
    /// To the Profiles pane.
    GoProfiles,
    /// To the pane on the right.
    NextPane,
    /// To the pane on the left.
    PreviousPane,
    /// One line or item down.
    Down,
    /// One line or item up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first.
    Top,
    /// To the last.
    Bottom,
    /// Opens what the cursor is on.
    Open,
    /// One level back.
    Back,
    /// Accepts the turn or conversation under the cursor.
    Accept,
    /// Rejects it, with a reason.
    Reject,
    /// Accepts the whole conversation.
    AcceptAll,
    /// Rejects the whole conversation.
    RejectAll,
    /// Puts the conversation aside.
    Skip,
    /// Rejects it for the reason given last.
    Again,
    /// Comments the conversation.
    Comment,
    /// Puts tags on the conversation, or takes them off.
    Tag,
    /// Rates the conversation by dimension.
    Rate,
    /// Edits the turn.
    Edit,
    /// Goes on with an edit that was not saved.
    Resume,
    /// Takes back the last decision.
    Undo,
    /// Does it again.
    Redo,
    /// Pages down, stopping at the next undecided turn.
    ReadOn,
    /// To the next conversation.
    NextConversation,
    /// To the previous conversation.
    PreviousConversation,
    /// To the next turn with a fault.
    NextFault,
    /// Shows or hides what an edit changed.
    ToggleDiff,
    /// Shows or hides the profile and scenario.
    ToggleProfile,
    /// Filters the list.
    Filter,
    /// Starts conversations.
    Generate,
    /// Brings products in.
    Import,
    /// Holds the conversation in focus, or lets it go on.
    Pause,
    /// Holds the running job, or lets it go on.
    PauseAll,
    /// Ends the conversation in focus.
    StopOne,
    /// Stops the running job.
    Stop,
    /// Lets the running job go on in a process of its own.
    Detach,
    /// Has a person word one side of the conversation in focus.
    TakeOver,
    /// Words the next turn of the conversation in focus in several ways to pick from.
    BranchHere,
    /// Makes one more conversation at once.
    MoreAtOnce,
    /// Makes one fewer at once.
    FewerAtOnce,
    /// Makes the conversation in focus once more, beside the old one.
    Requeue,
    /// Has another model word what has not begun.
    Model,
    /// Lets the model choose its words more or less freely from now on.
    Temperature,
    /// What could not be made, by kind.
    Troubles,
    /// Looks a product up, over any pane.
    Lookup,
    /// Exports.
    Export,
    /// Copies the turn or item.
    Copy,
    /// Copies the id of the product.
    CopyId,
    /// What a product was before.
    History,
    /// Shows the picture outside of the terminal.
    OpenPicture,
    /// Puts a product into the turn under Review's cursor.
    UseProduct,
    /// Shows or hides the product that the turn names.
    ShowProduct,
    /// To the facets and back.
    Facets,
    /// Changes the order of the products.
    Sort,
    /// Lists the products that lack something.
    Lacking,
    /// Turns all that a list is narrowed by off.
    Unfilter,
    /// Puts the best products in order by meaning too.
    ByMeaning,
    /// Marks a product to be compared.
    Mark,
    /// Sets the marked products side by side.
    Compare,
    /// Lists products like this one.
    Alike,
    /// Lists products that go with this one.
    GoesWith,
    /// The list of commands.
    Help,
    /// The command line.
    Palette,
    /// Changes the colours.
    Theme,
    /// A prompt filled in with a shopper's data.
    Prompts,
    /// All messages so far.
    Messages,
    /// Says that the Hindi line looks wrong here.
    HindiWrong,
    /// Redraws everything.
    Redraw,
    /// Leaves the studio.
    Quit,
}

/// A line of the table.
#[derive(Debug)]
pub struct Command {
    /// The id.
    pub id: CommandId,
    /// The name in the palette, in lower case.
    pub name: &'static str,
    /// Two or three words for the hint bar.
    pub title: &'static str,
    /// A sentence for `?` and the README.
    pub doc: &'static str,
    /// Default keys in keymap spelling; a sequence has a space between its keys.
    pub keys: &'static [&'static str],
    /// Where it is offered.
    pub contexts: &'static [Context],
    /// What may follow its name in the palette, with an example.
    pub argument: Option<&'static str>,
}

use CommandId as Id;
use Context::{Facets, Global, Home, Live, Product, Products, Profiles, Queue, Reader};

const LISTS: &[Context] = &[
    Home, Live, Queue, Reader, Products, Facets, Product, Profiles,
];

/// Where a product is under the cursor.
const SHELF: &[Context] = &[Products, Product];

/// The whole Products pane.
const CATALOGUE: &[Context] = &[Products, Facets, Product];

macro_rules! commands {
    ($($id:ident $name:literal, $title:literal, $keys:expr, $contexts:expr, $argument:expr, $doc:literal;)*) => {
        /// Every command, most used first within its context.
        pub const COMMANDS: &[Command] = &[$(Command {
            id: Id::$id, name: $name, title: $title, doc: $doc,
            keys: &$keys, contexts: $contexts, argument: $argument,
        }),*];
    };
}

commands! {
    Accept "accept", "accept", ["a"], &[Queue, Reader], None,
        "Accept the turn under the cursor; in the queue, the conversation.";
    Reject "reject", "reject", ["r"], &[Queue, Reader], Some("REASON, e.g. reject 1"),
        "Reject it; a digit gives the reason.";
    Edit "edit", "edit", ["e"], &[Reader, Products, Product, Live], None,
        "Edit the turn's text, or a product's field; the original is kept, and the edit accepts the turn. In Live, the last turn of a conversation that stands still: the other side answers the new text.";
    Skip "skip", "skip", ["s"], &[Queue, Reader], None,
        "Put the conversation aside; it goes into no export.";
    Generate "generate", "make some", ["n"], &[Home, Live, Queue, Profiles], Some("COUNT [en|hi|hinglish] [fast] [model[=NAME]] [temperature=T], e.g. generate 50 hi"),
        "Start conversations and watch them being made; `model` has the one of your settings word them, `model=NAME` another of its server.";
    Import "import", "bring in", ["i"], &[Home, Products], Some("FILE... [--map NAME=COLUMN], e.g. import shop.csv"),
        "Bring products in; how the columns will be read is shown first.";
    Pause "pause", "hold", ["p"], &[Live], None,
        "Hold the conversation in focus once its turn is finished, or let it go on; the others go on meanwhile.";
    TakeOver "take-over", "take over", ["t"], &[Live], Some("shopper|assistant, e.g. take-over assistant"),
        "Word one side of the conversation in focus yourself, from its next turn on; Esc hands it back.";
    BranchHere "branch", "branch here", ["b"], &[Live], Some("WAYS from 2 to 4, e.g. branch 3"),
        "Word the next turn of the conversation in focus in several ways side by side; a digit picks one, and the others are kept for preference training.";
    StopOne "stop-one", "end it", ["x"], &[Live], None,
        "End the conversation in focus where it is; it stays as stopped, and another is made in its place.";
    PauseAll "pause-all", "hold all", ["shift-p"], &[Live], None,
        "Hold the running job, or let it go on.";
    Stop "stop", "stop all", ["s"], &[Live], None,
        "Stop the running job; what was made is kept.";
    Detach "detach", "detach", ["g d"], &[Global], None,
        "Let the running job go on in a process of its own, which goes on when the studio is closed.";
    MoreAtOnce "more-at-once", "more at once", ["+", "="], &[Live], None,
        "Make one more conversation at once; what is made stays the same.";
    FewerAtOnce "fewer-at-once", "fewer at once", ["-"], &[Live], None,
        "Make one fewer conversation at once.";
    Requeue "requeue", "once more", ["r"], &[Live], Some("[seed=N] [model=NAME], e.g. requeue seed=9"),
        "Make the ended conversation in focus once more, of the same shopper and wish, with other chance or by another model; the old one stays, and u takes the link back.";
    Model "model", "model", ["m"], &[Live], Some("NAME, e.g. model qwen3:4b"),
        "Have another model of the same server word the conversations that have not begun.";
    Temperature "temperature", "temperature", ["shift-t"], &[Live], Some("0 to 2, e.g. temperature 0.7"),
        "How freely the model words the conversations that have not begun.";
    Troubles "troubles", "left out", ["shift-e"], &[Live], None,
        "Show what could not be made, by kind.";
    Undo "undo", "undo", ["u"], LISTS, None,
        "Take back your last decision, a bulk action as a whole, also after a restart.";
    Redo "redo", "redo", ["ctrl-r"], LISTS, None,
        "Do again what you undid last.";
    ReadOn "read-on", "read on", ["space"], &[Reader], None,
        "Page down, stopping at the next undecided turn.";
    AcceptAll "accept-all", "accept all", ["shift-a"], &[Queue, Reader], Some("filter to accept everything listed"),
        "Accept the whole conversation; turns that you rejected stay rejected.";
    RejectAll "reject-all", "reject all", ["shift-r"], &[Queue, Reader], Some("filter to reject everything listed"),
        "Reject the whole conversation; a digit gives the reason.";
    Again "again", "same reason", ["."], &[Queue, Reader], None,
        "Reject it for the reason that you gave last.";
    Comment "comment", "comment", ["c"], &[Reader], Some("TEXT, e.g. comment the price is last year's"),
        "Say something of the conversation; it is kept with it and goes into muse files.";
    Tag "tag", "tag", ["t"], &[Queue, Reader], Some("WORD..., e.g. tag bargaining -done"),
        "Put tags on the conversation; -WORD takes one off. /tag:WORD lists what has it.";
    Rate "rate", "rate", ["*"], &[Reader], Some("DIMENSION 1-5, e.g. rate coherence 4"),
        "Rate the conversation from 1 to 5, one dimension after the other: one digit each.";
    NextConversation "next", "next", ["n", "]"], &[Reader], None,
        "Go to the next conversation of the queue.";
    PreviousConversation "previous", "previous", ["shift-n", "["], &[Reader], None,
        "Go to the previous conversation of the queue.";
    NextFault "next-fault", "next fault", ["f"], &[Reader], None,
        "Go to the next turn whose facts the catalogue contradicts.";
    ToggleDiff "diff", "diff", ["d"], &[Reader], None,
        "Show or hide what an edit inserted and deleted.";
    ShowProduct "product", "product", ["p"], &[Reader], None,
        "Show or hide picture and price of the product that the turn names; again for the next one.";
    ToggleProfile "profile", "profile", ["shift-p"], &[Reader], None,
        "Show or hide the shopper's profile and scenario.";
    Open "open", "open", ["enter"], LISTS, None,
        "Open what the cursor is on; on a turn, the catalogue's facts about it; on a facet, turn it on or off.";
    Down "down", "down", ["j", "down"], LISTS, None, "Go one line, turn or item down.";
    Up "up", "up", ["k", "up"], LISTS, None, "Go one line, turn or item up.";
    PageDown "page-down", "page down", ["pagedown", "ctrl-d"], LISTS, None, "Go a page down.";
    PageUp "page-up", "page up", ["pageup", "ctrl-u"], LISTS, None, "Go a page up.";
    Top "top", "first", ["g g", "home"], LISTS, None, "Go to the first.";
    Bottom "bottom", "last", ["shift-g", "end"], LISTS, None, "Go to the last.";
    Filter "filter", "filter", ["/"], &[Queue, Products, Facets, Product, Profiles], Some("WORDS, e.g. filter status:todo lang:hi has:fault"),
        "Filter the list; Esc in the empty field clears it.";
    Copy "copy", "copy", ["y"], &[Reader, Products, Product, Profiles], None,
        "Copy the turn or item to the clipboard, also over ssh.";
    CopyId "copy-id", "copy id", ["shift-y"], SHELF, None, "Copy the product's id to the clipboard.";
    Lookup "lookup", "look up", ["ctrl-l", "shift-l"], &[Global], Some("WORDS, e.g. lookup lal kurta"),
        "Look a product up without leaving the pane.";
    Export "export", "export", ["x"], &[Home, Queue, Reader], Some("[replace] sft|dpo|muse [FILE], e.g. export sft"),
        "Write a file that a trainer loads, with a manifest of what was left out.";
    Facets "facets", "facets", ["f"], CATALOGUE, None,
        "Go to the facets and back: Enter or Space turns a value on or off.";
    Sort "sort", "order", ["s"], CATALOGUE, Some("best|cheapest|dearest|rating, e.g. sort cheapest"),
        "Change the order of the products; again for the next order.";
    ByMeaning "by-meaning", "by meaning", ["b"], CATALOGUE, None,
        "Put the best of the list in order by meaning too, through the server that embeddings_url names; again for the order of the words.";
    Mark "mark", "mark", ["space"], CATALOGUE, None,
        "Mark the product to be compared, or take the mark away; two or three can be marked. On a facet, turn it on or off.";
    Compare "compare", "compare", ["c"], SHELF, None,
        "Set the marked products side by side, what differs set apart.";
    Alike "alike", "like this", ["a"], SHELF, None, "List products like this one; Esc goes back to the search.";
    GoesWith "goes-with", "goes with", ["w"], SHELF, None,
        "List products that go with this one, as a dupatta does with a kurta; Esc goes back.";
    UseProduct "use", "use in turn", ["t"], SHELF, None,
        "Put the product into the turn under Review's cursor: the turn names it, and its words can be changed.";
    History "history", "history", ["h"], SHELF, None, "Show what the product was before, who changed it and when.";
    OpenPicture "picture", "picture", ["o"], &[Products, Product, Reader], None,
        "Open the product's picture in a window, or copy its address where there are no windows.";
    Lacking "lacking", "lacking", ["m"], CATALOGUE, Some("price|picture|brand|description|hindi, e.g. lacking picture"),
        "List the products without a price, then without a picture, a brand, a description, a Hindi title.";
    Unfilter "unfilter", "clear filters", ["x"], CATALOGUE, None,
        "Turn off all that the list is narrowed by, and its order; the words stay.";
    Back "back", "back", ["esc"], &[Global], None, "Go one level back; never quits, never loses text.";
    GoHome "home", "Home", ["g 1", "alt-1"], &[Global], None, "Go to the opening screen.";
    GoLive "live", "Live", ["g 2", "alt-2"], &[Global], None, "Go to Live: watch conversations being made.";
    GoReview "review", "Review", ["g 3", "alt-3"], &[Global], Some("FILTER or the id of a conversation"),
        "Go to Review: read and judge.";
    GoProducts "products", "Products", ["g 4", "alt-4"], &[Global], None, "Go to Products: search the catalogue.";
    GoProfiles "profiles", "Profiles", ["g 5", "alt-5"], &[Global], None, "Go to Profiles: who is shopping.";
    NextPane "next-pane", "next pane", ["tab"], &[Global], None, "Go to the pane on the right.";
    PreviousPane "previous-pane", "previous pane", ["backtab"], &[Global], None, "Go to the pane on the left.";
    Resume "resume", "unsaved edit", ["g e"], &[Global], None,
        "Go on with an edit that was typed and not saved, also after a restart.";
    Help "help", "help", ["?"], &[Global], None, "List what can be done here; type to filter, Enter runs it.";
    Palette "command", "command", [":", "ctrl-p"], &[Global], None, "Type a command by name.";
    Theme "theme", "colours", ["t"], &[Home], Some("dark|light|NAME"), "Change the colours; without a name, to the next theme.";
    Prompts "prompts", "prompts", ["g p"], &[Global], Some("NAME [SHOPPER], e.g. prompts shopper.hi user_00001"),
        "Show what a model would be told, filled in with a shopper of yours; in Profiles, with the one under the cursor.";
    Messages "messages", "messages", ["g m"], &[Global], None, "Show all messages so far.";
    HindiWrong "hindi-wrong", "looks wrong", ["h"], &[Home], None, "Say that the Hindi line looks wrong in this terminal.";
    Redraw "redraw", "redraw", ["ctrl-g"], &[Global], None, "Draw the whole screen again.";
    Quit "quit", "quit", ["q", "ctrl-c"], &[Global], None, "Leave the studio; everything is saved already.";
}

impl Command {
    /// The line of a command.
    pub fn of(id: CommandId) -> &'static Command {
        COMMANDS
            .iter()
            .find(|command| command.id == id)
            .unwrap_or(&COMMANDS[0])
    }

    /// Whether the command is offered where the focus is.
    pub fn offered_in(&self, context: Context) -> bool {
        self.contexts.contains(&context) || self.contexts.contains(&Global)
    }

    /// The places that offer it, as people call them: `Review's list and Review's text`.
    pub fn places(&self) -> String {
        let names: Vec<&str> = self.contexts.iter().map(|place| place.title()).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, before)) => format!("{} and {last}", before.join(", ")),
            None => String::new(),
        }
    }

    /// The first key as people read it: `a`, `Ctrl-R`, `g 1`, `Space`.
    pub fn shown_key(&self) -> String {
        self.keys
            .first()
            .map_or_else(String::new, |key| show_key(key))
    }
}

/// A key in keymap spelling as people read it.
pub fn show_key(key: &str) -> String {
    key.split(' ').map(show_one).collect::<Vec<_>>().join(" ")
}

fn show_one(key: &str) -> String {
    let (modifiers, base) = match key.rfind('-') {
        Some(at) if at + 1 < key.len() => key.split_at(at + 1),
        _ => ("", key),
    };
    let mut shown = String::new();
    let mut shift = false;
    for modifier in modifiers.split('-').filter(|m| !m.is_empty()) {
        match modifier {
            "shift" => shift = true,
            "ctrl" => shown.push_str("Ctrl-"),
            "alt" => shown.push_str("Alt-"),
            _ => {}
        }
    }
    let base = match base {
        "space" => "Space".to_owned(),
        "enter" => "Enter".to_owned(),
        "esc" => "Esc".to_owned(),
        "tab" => "Tab".to_owned(),
        "backtab" => return "Shift-Tab".to_owned(),
        "pagedown" => "PgDn".to_owned(),
        "pageup" => "PgUp".to_owned(),
        "down" => "↓".to_owned(),
        "up" => "↑".to_owned(),
        "home" => "Home".to_owned(),
        "end" => "End".to_owned(),
        letter if shift || !shown.is_empty() => letter.to_uppercase(),
        letter => letter.to_owned(),
    };
    shown + &base
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_stands_once_and_explains_itself() {
        let mut ids = HashSet::new();
        let mut names = HashSet::new();
        for command in COMMANDS {
            assert!(ids.insert(command.id), "{:?} stands twice", command.id);
            assert!(
                names.insert(command.name),
                "{} is taken twice",
                command.name
            );
            assert!(command.doc.ends_with('.'), "{}", command.name);
            assert!(!command.keys.is_empty(), "{} has no key", command.name);
        }
    }

    #[test]
    fn keys_read_as_people_write_them() {
        assert_eq!(show_key("ctrl-r"), "Ctrl-R");
        assert_eq!(show_key("shift-a"), "A");
        assert_eq!(show_key("g 1"), "g 1");
        assert_eq!(show_key("space"), "Space");
    }
}
