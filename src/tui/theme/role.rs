//! The roles that text on the screen plays.
//!
//! Owns: their names, as panes and theme files use them.
//! Does not: say how they look.

/// What a piece of text is, so that the theme can say how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text; its background is that of the screen.
    Text,
    /// What matters less.
    Muted,
    /// What matters now.
    Accent,
    /// The title of a pane or popup.
    Title,
    /// The shopper in a conversation.
    User,
    /// The assistant in a conversation.
    Assistant,
    /// Accepted, done, right.
    Good,
    /// Rejected, failed, wrong.
    Bad,
    /// Doubtful.
    Warn,
    /// The selected row or text.
    Selection,
    /// What a search found.
    Match,
    /// The frame of a pane.
    Border,
    /// The frame of the pane that has the keys.
    BorderFocus,
    /// The head of a table.
    Header,
    /// The hint bar.
    Hint,
    /// A key in the hint bar.
    HintKey,
    /// What cannot be done now.
    Disabled,
    /// What stands in an empty field.
    Placeholder,
    /// Text put in by an edit.
    Added,
    /// Text taken out by an edit.
    Removed,
    /// The ground of a popup.
    Popup,
    /// A failure that must be read.
    Banner,
    /// A short message.
    Toast,
    /// The filled part of a gauge.
    Gauge,
    /// The mark that no network is used.
    BadgeOffline,
}

impl Role {
    /// All roles, in the order of the enum.
    pub const ALL: [Self; 25] = [
        Self::Text,
        Self::Muted,
        Self::Accent,
        Self::Title,
        Self::User,
        Self::Assistant,
        Self::Good,
        Self::Bad,
        Self::Warn,
        Self::Selection,
        Self::Match,
        Self::Border,
        Self::BorderFocus,
        Self::Header,
        Self::Hint,
        Self::HintKey,
        Self::Disabled,
        Self::Placeholder,
        Self::Added,
        Self::Removed,
        Self::Popup,
        Self::Banner,
        Self::Toast,
        Self::Gauge,
        Self::BadgeOffline,
    ];

    /// Its key in a theme file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Muted => "muted",
            Self::Accent => "accent",
            Self::Title => "title",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Selection => "selection",
            Self::Match => "match",
            Self::Border => "border",
            Self::BorderFocus => "border_focus",
            Self::Header => "header",
            Self::Hint => "hint",
            Self::HintKey => "hint_key",
            Self::Disabled => "disabled",
            Self::Placeholder => "placeholder",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Popup => "popup",
            Self::Banner => "banner",
            Self::Toast => "toast",
            Self::Gauge => "gauge",
            Self::BadgeOffline => "badge_offline",
        }
    }

    /// The role of a key in a theme file.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}
