namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>A task cannot go on, and trying again would not help: its data, its signature or its account is wrong.</summary>
/// <param name="message">Why, for the log of the task.</param>
/// <param name="innerException">The cause.</param>
internal sealed class TaskFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
