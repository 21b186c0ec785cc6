//! Situations: finer than an act, they choose the group of lines that may be said.
//!
//! Owns: the names of the groups. Does not: know any line.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Act, Speaker};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word in group names.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
    };
}

words!(
    /// A need that the assistant can ask for and the user can tell.
    Topic {
        /// What kind of thing.
        Thing = "thing",
        /// How much at most.
        Budget = "budget",
        /// Which colour.
        Color = "color",
        /// Which size.
        Size = "size",
        /// Which material.
        Material = "material",
        /// Which brand.
        Brand = "brand",
        /// For whom.
        Recipient = "recipient",
        /// For which occasion.
        Occasion = "occasion",
        /// How many litres, tons, kilos or mAh.
        Capacity = "capacity",
        /// How much storage.
        Storage = "storage",
        /// With or without a wire.
        Connectivity = "connectivity",
    }
);

words!(
    /// What is wrong with an offer.
    Fault {
        /// Too dear.
        Price = "price",
        /// Not the colour.
        Color = "color",
        /// Not the material.
        Material = "material",
        /// Not the brand.
        Brand = "brand",
        /// The size is missing.
        Size = "size",
        /// It has what was not wanted.
        Avoid = "avoid",
        /// Another fact, such as capacity, is not the wanted one.
        Spec = "spec",
        /// Within the budget, but more than one likes to pay.
        Cheaper = "cheaper",
        /// No fact: simply not liked.
        Taste = "taste",
    }
);

words!(
    /// What a user asks about an offer or the shop.
    Question {
        /// Cash on delivery.
        Cod = "cod",
        /// Paying in instalments.
        Emi = "emi",
        /// Giving it back.
        Returns = "returns",
        /// Changing the size or piece.
        Exchange = "exchange",
        /// A lower price.
        Discount = "discount",
        /// A sale, now or to come.
        Sale = "sale",
        /// A coupon for it.
        Coupon = "coupon",
        /// When it comes.
        Delivery = "delivery",
        /// Warranty.
        Warranty = "warranty",
        /// Whether a size is there.
        Size = "size",
        /// What it is made of.
        Material = "material",
        /// Whether another colour is there.
        Color = "color",
        /// Whether it is in stock.
        Stock = "stock",
        /// What other buyers say.
        Rating = "rating",
        /// Whether the saree comes with a blouse piece.
        Blouse = "blouse",
        /// Which of two.
        Which = "which",
    }
);

words!(
    /// How much the assistant knows of an answer.
    Answered {
        /// Yes, or the fact itself.
        Yes = "yes",
        /// No.
        No = "no",
        /// Nothing that the assistant may read says so.
        Unknown = "unknown",
    }
);

words!(
    /// How an offer is made.
    Offering {
        /// The first offer.
        First = "first",
        /// Another after a refusal or a critique.
        Again = "again",
        /// Two side by side.
        Pair = "pair",
        /// Not all that was asked for, and the assistant says so.
        Closest = "closest",
        /// Above the budget, and the assistant says so.
        Over = "over",
    }
);

words!(
    /// Why a user goes without buying.
    Exit {
        /// Too dear.
        Price = "price",
        /// Asks at home first.
        Home = "home",
        /// Waits for the salary.
        Salary = "salary",
        /// Thinks it over.
        Later = "later",
        /// Wants to see it in a shop.
        Offline = "offline",
        /// The right one was not there.
        NotFound = "notfound",
        /// The wish cannot be met: sold out or no such size.
        Stock = "stock",
    }
);

words!(
    /// Small talk.
    Chat {
        /// The festival season.
        Festival = "festival",
        /// Prices these days.
        Prices = "prices",
        /// So much choice.
        Choice = "choice",
        /// Praise for the help.
        Praise = "praise",
    }
);

words!(
    /// What a shopper shows a picture of.
    Showing {
        /// A thing that what is wanted should be like.
        Like = "like",
        /// A thing bought earlier that what is wanted should go with.
        Bought = "bought",
    }
);

words!(
    /// What the assistant asks after it has said what it sees in a picture.
    Seen {
        /// The budget.
        Budget = "budget",
        /// Whether the colour should be the same.
        Color = "color",
        /// What a thing that goes with the one bought earlier is for.
        Bought = "bought",
    }
);

/// What is going on when a turn is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// The user says hello and nothing else.
    UserHello,
    /// The user tells the first needs.
    UserOpen,
    /// The user shows a picture and tells the first needs.
    UserShow(Showing),
    /// The user answers a clarifying question.
    UserTell(Topic),
    /// The user does not mind.
    UserAny(Topic),
    /// The user agrees to spend more.
    UserWiden,
    /// The user lets go of a wish that cannot be met.
    UserDrop,
    /// The user names what is wrong and wants another.
    UserCritique(Fault),
    /// The user refuses.
    UserReject(Fault),
    /// The user asks.
    UserAsk(Question),
    /// The user takes the offer.
    UserAccept,
    /// The user takes one of two offers.
    UserPick,
    /// The user takes an earlier offer.
    UserAcceptEarlier,
    /// The user goes.
    UserLeave(Exit),
    /// The user thanks at the end.
    UserThanks,
    /// The user makes small talk.
    UserChat(Chat),
    /// The assistant says hello.
    AssistantHello,
    /// The assistant says what it sees in the picture and asks.
    AssistantSeen(Seen),
    /// The assistant asks for a need.
    AssistantClarify(Topic),
    /// Nothing within the budget: may it be more?
    AssistantWiden,
    /// A wish cannot be met: may it be otherwise?
    AssistantDrop,
    /// The assistant offers.
    AssistantRecommend(Offering),
    /// The assistant answers.
    AssistantAnswer(Question, Answered),
    /// The assistant sets two offers side by side.
    AssistantCompare,
    /// There is nothing to offer.
    AssistantNone,
    /// There is nothing else to offer.
    AssistantNoMore,
    /// The assistant closes after a purchase.
    AssistantBought,
    /// The assistant closes after a user who goes.
    AssistantLeft,
    /// The assistant answers thanks.
    AssistantBye,
    /// The assistant answers small talk.
    AssistantChat(Chat),
}

impl Situation {
    /// Who is speaking.
    pub fn speaker(self) -> Speaker {
        use Situation::*;
        match self {
            UserHello | UserOpen | UserShow(_) | UserTell(_) | UserAny(_) | UserWiden
            | UserDrop | UserCritique(_) | UserReject(_) | UserAsk(_) | UserAccept
            | UserAcceptEarlier | UserPick | UserLeave(_) | UserThanks | UserChat(_) => {
                Speaker::User
            }
            AssistantHello
            | AssistantSeen(_)
            | AssistantClarify(_)
            | AssistantWiden
            | AssistantDrop
            | AssistantRecommend(_)
            | AssistantAnswer(..)
            | AssistantCompare
            | AssistantNone
            | AssistantNoMore
            | AssistantBought
            | AssistantLeft
            | AssistantBye
            | AssistantChat(_) => Speaker::Assistant,
        }
    }

    /// The act that a turn in this situation does, as the natural mode labels it.
    pub fn act(self) -> Act {
        use Situation::*;
        match self {
            UserHello | AssistantHello => Act::Greet,
            UserOpen | UserShow(_) | UserTell(_) | UserAny(_) | UserWiden | UserDrop => Act::Inform,
            UserCritique(_) => Act::Critique,
            UserReject(_) => Act::Reject,
            UserAsk(_) => Act::Ask,
            UserAccept | UserPick | UserAcceptEarlier => Act::Accept,
            UserLeave(_) => Act::Leave,
            UserThanks | AssistantBought | AssistantLeft | AssistantBye => Act::Thank,
            UserChat(_) | AssistantChat(_) => Act::ChitChat,
            AssistantSeen(_) | AssistantClarify(_) | AssistantWiden | AssistantDrop => Act::Clarify,
            AssistantRecommend(_) => Act::Recommend,
            AssistantAnswer(..) | AssistantNone | AssistantNoMore => Act::Answer,
            AssistantCompare => Act::Compare,
        }
    }

    /// Every situation: what a complete phrasebook covers.
    pub fn all() -> Vec<Situation> {
        use Situation::*;
        let mut all = vec![
            UserHello,
            UserOpen,
            UserWiden,
            UserDrop,
            UserAccept,
            UserPick,
            UserAcceptEarlier,
            UserThanks,
            AssistantHello,
            AssistantWiden,
            AssistantDrop,
            AssistantCompare,
            AssistantNone,
            AssistantNoMore,
            AssistantBought,
            AssistantLeft,
            AssistantBye,
        ];
        all.extend(Showing::ALL.iter().map(|s| UserShow(*s)));
        all.extend(Seen::ALL.iter().map(|s| AssistantSeen(*s)));
        all.extend(Topic::ALL.iter().map(|t| AssistantClarify(*t)));
        let tellable = Topic::ALL.iter().filter(|t| **t != Topic::Thing);
        all.extend(tellable.clone().map(|t| UserTell(*t)));
        all.extend(
            tellable
                .filter(|t| **t != Topic::Recipient)
                .map(|t| UserAny(*t)),
        );
        all.extend(Fault::ALL.iter().map(|f| UserCritique(*f)));
        all.extend(Fault::ALL.iter().map(|f| UserReject(*f)));
        all.extend(Question::ALL.iter().map(|q| UserAsk(*q)));
        all.extend(Exit::ALL.iter().map(|e| UserLeave(*e)));
        for chat in Chat::ALL {
            all.extend([UserChat(*chat), AssistantChat(*chat)]);
        }
        all.extend(Offering::ALL.iter().map(|o| AssistantRecommend(*o)));
        for question in Question::ALL.iter().filter(|q| **q != Question::Which) {
            all.extend(Answered::ALL.iter().map(|a| AssistantAnswer(*question, *a)));
        }
        all
    }
}

impl fmt::Display for Situation {
    /// The group's name in a phrasebook, such as `user.ask.cod`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Situation::*;
        match self {
            UserHello => f.write_str("user.hello"),
            UserOpen => f.write_str("user.open"),
            UserShow(what) => write!(f, "user.show.{}", what.code()),
            UserTell(topic) => write!(f, "user.tell.{}", topic.code()),
            UserAny(topic) => write!(f, "user.any.{}", topic.code()),
            UserWiden => f.write_str("user.widen"),
            UserDrop => f.write_str("user.drop"),
            UserCritique(fault) => write!(f, "user.critique.{}", fault.code()),
            UserReject(fault) => write!(f, "user.reject.{}", fault.code()),
            UserAsk(question) => write!(f, "user.ask.{}", question.code()),
            UserAccept => f.write_str("user.accept"),
            UserPick => f.write_str("user.accept.pick"),
            UserAcceptEarlier => f.write_str("user.accept.earlier"),
            UserLeave(exit) => write!(f, "user.leave.{}", exit.code()),
            UserThanks => f.write_str("user.thanks"),
            UserChat(chat) => write!(f, "user.chat.{}", chat.code()),
            AssistantHello => f.write_str("assistant.hello"),
            AssistantSeen(what) => write!(f, "assistant.seen.{}", what.code()),
            AssistantClarify(topic) => write!(f, "assistant.clarify.{}", topic.code()),
            AssistantWiden => f.write_str("assistant.widen"),
            AssistantDrop => f.write_str("assistant.drop"),
            AssistantRecommend(how) => write!(f, "assistant.recommend.{}", how.code()),
            AssistantAnswer(question, known) => {
                write!(f, "assistant.answer.{}.{}", question.code(), known.code())
            }
            AssistantCompare => f.write_str("assistant.compare"),
            AssistantNone => f.write_str("assistant.none"),
            AssistantNoMore => f.write_str("assistant.nomore"),
            AssistantBought => f.write_str("assistant.bought"),
            AssistantLeft => f.write_str("assistant.left"),
            AssistantBye => f.write_str("assistant.bye"),
            AssistantChat(chat) => write!(f, "assistant.chat.{}", chat.code()),
        }
    }
}
