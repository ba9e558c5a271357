// Lets ThreadSanitizer see what libuv closes: it does so by the system call itself
// (uv__close_nocancel), and of a number that comes to stand for something else the
// sanitizer would think that it still stands for what it did before, and call that a
// race. Linked into kithd of BUILD=tsan only.
#include <dlfcn.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARGUMENTS 6 // as many as Linux takes

// In the place of libc's: libraries find that of the program first.
long syscall(long number, ...)
{
    long args[ARGUMENTS];
    va_list given;

    va_start(given, number);
    for (int i = 0; i < ARGUMENTS; i++) {
        args[i] = va_arg(given, long);
    }
    va_end(given);
    if (number == SYS_close) {
        return close((int)args[0]);
    }
    long (*real)(long, ...);
    *(void **)&real = dlsym(RTLD_NEXT, "syscall");
    return real(number, args[0], args[1], args[2], args[3], args[4], args[5]);
}
