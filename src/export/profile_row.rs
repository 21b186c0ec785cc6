//! A profile with a fixed key set: what a source said besides goes into one JSON text a level.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::{
    BudgetRange, ConversationStyle, Demographics, DetailPreference, Formality, Gender, Language,
    Preferences, Profile, ProfileId, Purchase, Scenario, Traits, UsualSize,
};

/// A profile as a `muse` row carries it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileRow<'a> {
    user_id: Cow<'a, ProfileId>,
    demographics: DemographicsRow<'a>,
    preferences: PreferencesRow<'a>,
    conversation_style: StyleRow,
    #[serde(default)]
    traits: Cow<'a, Traits>,
    #[serde(default)]
    purchases: Cow<'a, [Purchase]>,
    scenario: Option<Cow<'a, Scenario>>,
    extra: Extra,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemographicsRow<'a> {
    age: u8,
    gender: Gender,
    location: Cow<'a, str>,
    income_level: Cow<'a, str>,
    extra: Extra,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreferencesRow<'a> {
    style: Cow<'a, str>,
    budget_range: BudgetRange,
    preferred_brands: Cow<'a, [String]>,
    occasions: Cow<'a, [String]>,
    #[serde(default)]
    usual_sizes: Cow<'a, [UsualSize]>,
    extra: Extra,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleRow {
    language: Language,
    formality: Formality,
    detail_preference: DetailPreference,
    extra: Extra,
}

/// Keys that differ from row to row, as one JSON text, so that the row's own keys never do.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Extra(Map<String, Value>);

impl Clone for Extra {
    fn clone(&self) -> Self {
        Extra(self.0.clone())
    }
}

impl From<Extra> for String {
    fn from(extra: Extra) -> Self {
        Value::Object(extra.0).to_string()
    }
}

impl TryFrom<String> for Extra {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text).map(Extra)
    }
}

impl<'a> From<&'a Profile> for ProfileRow<'a> {
    fn from(profile: &'a Profile) -> Self {
        let Profile {
            user_id,
            demographics,
            preferences,
            conversation_style: style,
            traits,
            purchases,
            scenario,
            extra,
        } = profile;
        ProfileRow {
            user_id: Cow::Borrowed(user_id),
            demographics: DemographicsRow {
                age: demographics.age,
                gender: demographics.gender,
                location: Cow::Borrowed(&demographics.location),
                income_level: Cow::Borrowed(&demographics.income_level),
                extra: Extra(demographics.extra.clone()),
            },
            preferences: PreferencesRow {
                style: Cow::Borrowed(&preferences.style),
                budget_range: preferences.budget_range,
                preferred_brands: Cow::Borrowed(&preferences.preferred_brands),
                occasions: Cow::Borrowed(&preferences.occasions),
                usual_sizes: Cow::Borrowed(&preferences.usual_sizes),
                extra: Extra(preferences.extra.clone()),
            },
            conversation_style: StyleRow {
                language: style.language,
                formality: style.formality,
                detail_preference: style.detail_preference,
                extra: Extra(style.extra.clone()),
            },
            traits: Cow::Borrowed(traits),
            purchases: Cow::Borrowed(purchases),
            scenario: scenario.as_ref().map(Cow::Borrowed),
            extra: Extra(extra.clone()),
        }
    }
}

impl From<ProfileRow<'_>> for Profile {
    fn from(row: ProfileRow<'_>) -> Self {
        Profile {
            user_id: row.user_id.into_owned(),
            demographics: Demographics {
                age: row.demographics.age,
                gender: row.demographics.gender,
                location: row.demographics.location.into_owned(),
                income_level: row.demographics.income_level.into_owned(),
                extra: row.demographics.extra.0,
            },
            preferences: Preferences {
                style: row.preferences.style.into_owned(),
                budget_range: row.preferences.budget_range,
                preferred_brands: row.preferences.preferred_brands.into_owned(),
                occasions: row.preferences.occasions.into_owned(),
                usual_sizes: row.preferences.usual_sizes.into_owned(),
                extra: row.preferences.extra.0,
            },
            conversation_style: ConversationStyle {
                language: row.conversation_style.language,
                formality: row.conversation_style.formality,
                detail_preference: row.conversation_style.detail_preference,
                extra: row.conversation_style.extra.0,
            },
            traits: row.traits.into_owned(),
            purchases: row.purchases.into_owned(),
            scenario: row.scenario.map(Cow::into_owned),
            extra: row.extra.0,
        }
    }
}
