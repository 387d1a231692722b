using System.Management.Automation;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Turns failures of the lower floors into what PowerShell shows: id, category, target and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>
    /// The record of any failure. The last sentence of a <see cref="ZeroGException"/> is its advice and shown as recommendation.
    /// </summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="target">The input item, so that what failed can be tried again; null for what the failure names itself.</param>
    public static ErrorRecord From(Exception failure, object? target)
    {
        (string id, ErrorCategory category) = failure switch
        {
            ZeroGException known => (known.ErrorId, Category(known.Kind)),
            OperationCanceledException or TimeoutException => ("ZgTimeout", ErrorCategory.OperationTimeout),
            UnauthorizedAccessException => ("ZgAccessDenied", ErrorCategory.PermissionDenied),
            FileNotFoundException or DirectoryNotFoundException => ("ZgFileNotFound", ErrorCategory.ObjectNotFound),
            IOException => ("ZgFileAccess", ErrorCategory.ReadError),
            FormatException or ArgumentException => ("ZgInvalidArgument", ErrorCategory.InvalidArgument),
            _ => ("ZgUnexpected", ErrorCategory.NotSpecified),
        };
        ErrorRecord record = new(failure, id, category, target ?? (failure as ZeroGException)?.Target);
        if (failure is ZeroGException && SplitAdvice(failure.Message) is { } parts)
        {
            record.ErrorDetails = new ErrorDetails(parts.Fact) { RecommendedAction = parts.Advice };
        }

        return record;
    }

    /// <summary>The category of the same name.</summary>
    public static ErrorCategory Category(ErrorKind kind) => Enum.Parse<ErrorCategory>(kind.ToString());

    private static (string Fact, string Advice)? SplitAdvice(string message)
    {
        int end = message.TrimEnd('.').LastIndexOf(". ", StringComparison.Ordinal);
        return end > 0 && char.IsUpper(message[end + 2]) ? (message[..(end + 1)], message[(end + 2)..]) : null;
    }
}
