//! The real program in a pseudo-terminal, with an emulator that reads its screen. Shared by tests and benches.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// The studio in a pseudo-terminal.
pub struct Studio {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    /// What a person sees.
    pub screen: vt100::Parser,
    /// When the program was started.
    pub spawned: Instant,
    /// Everything that the program wrote.
    pub wrote: Vec<u8>,
    pty: Box<dyn MasterPty + Send>,
}

impl Studio {
    /// Starts the program with these arguments on a terminal of `(columns, rows)`; its directories lie in `home`.
    pub fn start(
        program: &Path,
        home: &Path,
        arguments: &[&str],
        (cols, rows): (u16, u16),
        settings: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("MUSE_HOME", home);
        command.env("TERM", "xterm-256color");
        for (name, value) in settings {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let spawned = Instant::now();
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the studio starts");
        drop(pair.slave);
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send
                    .send((Instant::now(), buffer[..count].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let cells = |n| std::num::NonZero::new(n).expect("not zero");
        Studio {
            child,
            writer,
            chunks,
            screen: vt100::Parser::new(cells(rows), cells(cols), 0),
            spawned,
            wrote: Vec::new(),
            pty: pair.master,
        }
    }

    /// Waits until the screen shows `text`; when the bytes came that made it so, or now if it stands there already.
    pub fn shows(&mut self, text: &str) -> Instant {
        let limit = Instant::now() + Duration::from_secs(30);
        if self.text().contains(text) {
            return Instant::now();
        }
        loop {
            match self
                .chunks
                .recv_timeout(limit.saturating_duration_since(Instant::now()))
            {
                Ok((at, bytes)) => {
                    self.read(&bytes);
                    if self.screen.screen().contents().contains(text) {
                        return at;
                    }
                }
                Err(_) => panic!("`{text}` never came:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Takes what comes until these bytes are among it; when they came, or `None` after `quiet` without any.
    pub fn ends_with(&mut self, end: &[u8], quiet: Duration) -> Option<Instant> {
        let from = self.wrote.len();
        loop {
            let at = self.next(quiet)?;
            if self.wrote[from..]
                .windows(end.len())
                .any(|bytes| bytes == end)
            {
                return Some(at);
            }
        }
    }

    /// Takes what comes until it is quiet; when the last bytes came, and how many there were.
    pub fn settle(&mut self, quiet: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut count) = (None, 0);
        loop {
            match self.chunks.recv_timeout(quiet) {
                Ok((at, bytes)) => {
                    self.read(&bytes);
                    (last, count) = (Some(at), count + bytes.len());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return (last, count);
                }
            }
        }
    }

    /// As [`Studio::settle`], but each piece that came, with its time.
    pub fn pieces(&mut self, quiet: Duration) -> Vec<(Instant, Vec<u8>)> {
        let mut pieces = Vec::new();
        while let Ok((at, bytes)) = self.chunks.recv_timeout(quiet) {
            self.read(&bytes);
            pieces.push((at, bytes));
        }
        pieces
    }

    pub fn press(&mut self, keys: &str) -> Instant {
        let at = Instant::now();
        self.writer
            .write_all(keys.as_bytes())
            .and_then(|()| self.writer.flush())
            .expect("the studio reads");
        at
    }

    /// Processor time so far, in seconds.
    pub fn cpu(&self) -> f64 {
        let pid = self.child.process_id().expect("a process");
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: Vec<f64> = after_name
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse().ok())
            .collect();
        ticks.iter().sum::<f64>() / 100.0
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> f64 {
        let pid = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|kb| kb.parse::<f64>().ok())
            .unwrap_or(f64::NAN)
            / 1024.0
    }

    pub fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn read(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.wrote.extend_from_slice(bytes);
    }

    /// The next bytes; when they came.
    pub fn next(&mut self, limit: Duration) -> Option<Instant> {
        let (at, bytes) = self.chunks.recv_timeout(limit).ok()?;
        self.read(&bytes);
        Some(at)
    }

    /// What a person sees.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Changes the terminal's size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.pty.resize(size).expect("a new size");
        let cells = |n| std::num::NonZero::new(n).expect("not zero");
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
    }

    /// Sends a signal by its name, such as TERM.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// Waits for the program to end and reads what it still writes.
    pub fn wait(&mut self) -> ExitStatus {
        let limit = Instant::now() + Duration::from_secs(20);
        loop {
            self.settle(Duration::from_millis(20));
            if let Ok(Some(status)) = self.child.try_wait() {
                self.settle(Duration::from_millis(50));
                return status;
            }
            assert!(Instant::now() < limit, "it does not end:\n{}", self.text());
        }
    }
}
