/// What Aura calls in C because Swift cannot see it: ioctls, variadic calls, control messages.
#ifndef CAURA_H
#define CAURA_H

#include "CAuraTun.h"

#if __has_include("CAuraSocket.h")
#include "CAuraSocket.h"
#endif

#endif
