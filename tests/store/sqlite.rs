//! The SQLite backend: what every backend must do, and what only a file can show.

use std::cell::RefCell;

use crate::conformance;
use muse_studio::store::{Access, Change, Op, OpenOptions, SqliteStore, Standing, Store};
use tempfile::TempDir;

/// Runs a case of the conformance suite with stores in folders of their own.
fn with_stores(case: impl Fn(&dyn Fn() -> Store)) {
    let folders: RefCell<Vec<TempDir>> = RefCell::default();
    case(&|| {
        let folder = TempDir::new().unwrap();
        let store =
            SqliteStore::open(folder.path(), OpenOptions::system(Access::ReadWrite)).unwrap();
        folders.borrow_mut().push(folder);
        store
    });
}

/// Runs a case with stores that write through another process's hold on their folder, as far as they can tell.
fn with_attached_stores(case: impl Fn(&dyn Fn() -> Store)) {
    let others: RefCell<Vec<(Store, TempDir)>> = RefCell::default();
    case(&|| {
        let folder = TempDir::new().unwrap();
        let open =
            || SqliteStore::open(folder.path(), OpenOptions::system(Access::Together)).unwrap();
        let (holder, store) = (open(), open());
        let pid = std::process::id();
        assert_eq!(*store.standing().borrow(), Standing::Attached { pid });
        others.borrow_mut().push((holder, folder));
        store
    });
}

macro_rules! conforms {
    ($($area:ident :: { $($case:ident),* $(,)? }),* $(,)?) => {
        $($(
            #[test]
            fn $case() {
                with_stores(|make| conformance::$area::$case(make));
            }
        )*)*

        /// The same suite, through another holder.
        mod attached {
            use super::*;

            $($(
                #[test]
                fn $case() {
                    with_attached_stores(|make| conformance::$area::$case(make));
                }
            )*)*
        }
    };
}

conforms! {
    catalogue::{
        products_come_back_as_they_were,
        pages_cover_everything_once,
        profiles_filter_by_language_domain_and_words,
        runs_and_settings_are_kept,
    },
    conversations::{
        conversations_come_back_as_they_were,
        a_conversation_grows_turn_by_turn,
        filters_keep_what_they_say,
        summaries_and_counts_agree_with_the_state,
        a_discarded_run_is_hidden_and_comes_back,
    },
    ledger::{
        a_call_is_in_the_books_before_and_after,
        calls_are_paged_and_summed_by_run,
        calls_that_are_under_way_together_are_noted_together,
        an_answer_can_be_forgotten,
        what_finished_conversations_took_is_summed_up,
        what_a_call_may_cost_is_known_until_it_is_known_what_it_cost,
    },
    products::{
        an_import_tells_what_it_changed_and_keeps_what_was,
        a_picture_and_a_models_description_outlive_an_import,
        what_a_job_finds_out_leaves_edits_alone,
        an_edit_of_a_product_is_undone_and_redone,
        an_edit_stands_over_a_later_import,
        a_stale_product_is_a_conflict,
        edits_of_products_merge_from_either_side,
        fields_of_every_kind_are_set_and_taken_back,
        groups_are_replaced_as_a_whole,
        a_setting_follows_only_when_products_changed,
    },
    uses::{
        uses_follow_every_way_of_writing,
        a_change_of_what_a_turn_names_is_undone,
        uses_are_paged_in_queue_order,
    },
    review::{
        a_program_judges_beside_people,
        remarks_narrow_the_queue_and_are_taken_back,
        verdicts_and_edits_change_the_state,
        a_stale_version_is_a_conflict,
        entries_about_nothing_are_refused,
        logs_merge_from_either_side,
        a_log_may_come_before_its_conversation,
        drafts_are_kept_for_each_reviewer,
    },
    undo::{
        undo_takes_back_and_redo_brings_back,
        a_bulk_is_undone_and_redone_as_a_whole,
        undo_follows_the_pure_plans,
        random_logs_merge_in_any_order,
    },
    writes::{
        a_failing_change_spoils_no_other,
        commits_are_announced,
        calls_keep_their_order,
        a_healthy_store_says_so_and_closes,
    },
}

/// A read sees the last commit and never waits for the one that is being made.
#[test]
fn reads_do_not_wait_for_the_writer() {
    with_stores(|make| {
        let store = make();
        conformance::wait(async {
            let many = (0..20_000).map(conformance::sample::product).collect();
            let big = store.apply(Change::batched(vec![Op::PutProducts(many)]));
            assert_eq!(store.counts().await.unwrap().products, 0);
            big.await.unwrap();
            assert_eq!(store.counts().await.unwrap().products, 20_000);
        });
    });
}
