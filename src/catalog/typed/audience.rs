//! Whom a product is made for.

/// A group of people by sex and age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Grown men.
    Men,
    /// Grown women.
    Women,
    /// Grown people of either sex.
    Unisex,
    /// Boys.
    Boys,
    /// Girls.
    Girls,
    /// Children of either sex.
    Kids,
    /// The smallest.
    Baby,
}

impl Audience {
    /// All of them.
    pub const ALL: [Audience; 7] = [
        Audience::Men,
        Audience::Women,
        Audience::Unisex,
        Audience::Boys,
        Audience::Girls,
        Audience::Kids,
        Audience::Baby,
    ];

    /// The word that files and screens carry.
    pub fn code(self) -> &'static str {
        match self {
            Audience::Men => "men",
            Audience::Women => "women",
            Audience::Unisex => "unisex",
            Audience::Boys => "boys",
            Audience::Girls => "girls",
            Audience::Kids => "kids",
            Audience::Baby => "baby",
        }
    }

    /// One group for all that was named: men and women are unisex, boys and girls are kids.
    pub(super) fn together(named: &[Audience]) -> Option<Audience> {
        use Audience::{Baby, Boys, Girls, Kids, Men, Unisex, Women};
        let has = |audience| named.contains(&audience);
        let (first, rest) = named.split_first()?;
        if rest.iter().all(|other| other == first) {
            return Some(*first);
        }
        let grown = has(Men) || has(Women) || has(Unisex);
        let small = has(Boys) || has(Girls) || has(Kids) || has(Baby);
        Some(match (grown, small) {
            (true, true) if has(Kids) && !has(Men) && !has(Women) => Kids,
            (true, true) if has(Men) && !has(Women) && !has(Girls) => Men,
            (true, true) if has(Women) && !has(Men) && !has(Boys) => Women,
            (true, _) => Unisex,
            (false, _) if has(Baby) => Baby,
            (false, _) if has(Boys) && !has(Girls) => Boys,
            (false, _) if has(Girls) && !has(Boys) => Girls,
            (false, _) => Kids,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Audience::{self, *};

    #[test]
    fn several_groups_are_one() {
        for (named, want) in [
            (&[Men][..], Some(Men)),
            (&[Men, Women], Some(Unisex)),
            (&[Boys, Girls], Some(Kids)),
            (&[Kids, Boys], Some(Boys)),
            (&[Unisex, Kids], Some(Kids)),
            (&[Men, Boys], Some(Men)),
            (&[Men, Women, Boys, Girls], Some(Unisex)),
            (&[Baby, Boys], Some(Baby)),
            (&[], None),
        ] {
            assert_eq!(Audience::together(named), want, "{named:?}");
        }
    }
}
