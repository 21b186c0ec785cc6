//! What the foot of the screen offers first, by what has the focus.

use super::Products;
use super::layout::Focus;
use crate::tui::command::CommandId as Id;

const LIST: &[(Id, &str)] = &[
    (Id::Open, "open"),
    (Id::Filter, "words"),
    (Id::Facets, "facets"),
    (Id::Sort, "order"),
    (Id::Compare, "compare"),
    (Id::Alike, "like this"),
    (Id::GoesWith, "goes with"),
    (Id::Mark, "mark"),
    (Id::Unfilter, "clear filters"),
    (Id::Edit, "edit"),
];

const FACETS: &[(Id, &str)] = &[
    (Id::Mark, "on or off"),
    (Id::PageDown, "next group"),
    (Id::Unfilter, "clear all"),
    (Id::Facets, "back to the list"),
    (Id::Filter, "words"),
];

const DETAIL: &[(Id, &str)] = &[
    (Id::Edit, "change"),
    (Id::Back, "back"),
    (Id::History, "history"),
    (Id::Alike, "like this"),
    (Id::GoesWith, "goes with"),
    (Id::CopyId, "copy id"),
    (Id::UseProduct, "use in turn"),
    (Id::OpenPicture, "picture"),
];

impl Products {
    pub(super) fn hints_here(&self) -> &'static [(Id, &'static str)] {
        match self.focus {
            Focus::Field | Focus::List => LIST,
            Focus::Facets => FACETS,
            Focus::Detail => DETAIL,
        }
    }
}
