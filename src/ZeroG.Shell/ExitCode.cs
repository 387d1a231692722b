namespace ZeroG.Shell;

/// <summary>The exit codes of <c>zg</c>, those of pwsh; a script's own <c>exit N</c> goes through unchanged.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A script ended by an error, or the last statement of <c>-Command</c> failed.</summary>
    public const int Failure = 1;

    /// <summary>Arguments that make no sense (EX_USAGE of sysexits.h, as in pwsh).</summary>
    public const int Usage = 64;

    /// <summary>Ended by Ctrl+C: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
