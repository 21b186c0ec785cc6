//! Waiting for a future on the thread that asks, without a runtime.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

/// Wakes the thread that waits.
struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// What the future comes to. The thread sleeps until it is woken; a voice that needs a runtime must find it entered.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Waiting(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_that_is_woken_from_elsewhere_comes_to_its_end() {
        let (mut send, mut ready) = (None::<std::thread::JoinHandle<()>>, false);
        let value = wait_for(std::future::poll_fn(|context| {
            if ready {
                return Poll::Ready(7);
            }
            ready = true;
            let waker = context.waker().clone();
            send = Some(std::thread::spawn(move || waker.wake()));
            Poll::Pending
        }));
        send.unwrap().join().unwrap();
        assert_eq!(value, 7);
    }
}
