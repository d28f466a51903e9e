/** An application that has Registry Sync in it. */
@NullMarked
package com.example.host;

import org.jspecify.annotations.NullMarked;
