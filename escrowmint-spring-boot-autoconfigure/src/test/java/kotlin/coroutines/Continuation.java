package kotlin.coroutines;

/**
 * Stands for Kotlin's own: the compiler makes it the last parameter of every suspending
 * function.
 *
 * @param <T> what the function gives
 */
public interface Continuation<T> {

}
