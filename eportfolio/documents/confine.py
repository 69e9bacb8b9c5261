"""The walls around the process that opens hostile files. Called once, in that process, before it reads any.

Three layers, each useful without the others: limits on memory, processor time and files;
no network namespace to reach anything from; and a seccomp filter that leaves only the
system calls of computing and of the pipes already open. With the filter on, the process
cannot open a file, start a program or make a socket, whatever a parser is led to do.
Linux only; elsewhere, and where the kernel refuses, the limits remain.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct

MEMORY = 512 * 1024 * 1024
PROCESSOR_SECONDS = 4
EXIT_OUT_OF_MEMORY = 77
"""How the worker tells `sandbox` that the file asked for too much."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_ALLOW, _REFUSE_EPERM, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_OFFSET_OF_CALL, _OFFSET_OF_MACHINE = 0, 4

_MACHINES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
            "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19, "writev": 20,
            "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39, "exit": 60, "gettimeofday": 96,
            "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202, "clock_gettime": 228,
            "exit_group": 231, "getrandom": 318,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "fstat": 80, "exit": 93,
            "exit_group": 94, "futex": 98, "clock_gettime": 113, "sched_yield": 124, "sigaltstack": 132,
            "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "getrusage": 165, "gettimeofday": 169,
            "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226,
            "madvise": 233, "getrandom": 278,
        },
    ),
}  # fmt: skip


def limit_resources() -> None:
    """512 MB of memory, 4 s of processor time, no file written, no core dump, behind the portal in the queue."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
    with contextlib.suppress(OSError):
        os.nice(10)


def leave_the_network() -> bool:
    """Move into a network namespace without interfaces; False where the kernel does not let us."""
    spaces = os.CLONE_NEWNET if os.geteuid() == 0 else os.CLONE_NEWUSER | os.CLONE_NEWNET
    try:
        os.unshare(spaces)
    except OSError:
        return False
    return True


def allow_only_computing() -> bool:
    """Turn the system-call filter on, for good; False where the machine or kernel has none. Import everything first."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = _filter(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, program, 0, 0) == 0)


def _filter(machine: int, calls: dict[str, int]) -> bytes:
    """A BPF program: another machine's calls kill, a listed call passes, any other fails with EPERM."""
    steps = [
        _step(_LOAD_WORD, _OFFSET_OF_MACHINE),
        _step(_JUMP_IF_EQUAL, machine, if_true=1),
        _step(_RETURN, _KILL),
        _step(_LOAD_WORD, _OFFSET_OF_CALL),
    ]
    allowed = sorted(calls.values())
    steps += [_step(_JUMP_IF_EQUAL, call, if_true=len(allowed) - at) for at, call in enumerate(allowed)]
    steps += [_step(_RETURN, _REFUSE_EPERM), _step(_RETURN, _ALLOW)]
    return b"".join(steps)


def _step(code: int, value: int, *, if_true: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, 0, value)
