namespace ZeroG.Shell;

/// <summary>What <c>zg</c> was asked to do.</summary>
internal enum ShellMode
{
    /// <summary>Read lines from the terminal, or a whole script from a redirected standard input.</summary>
    Prompt,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run a text.</summary>
    Command,

    Help,

    Version,
}
