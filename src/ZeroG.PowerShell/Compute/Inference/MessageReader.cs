using System.Collections;
using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>
/// Reads messages as users have them: hashtables, and objects of ConvertFrom-Json, each with <c>role</c> and <c>content</c>.
/// </summary>
internal static class MessageReader
{
    /// <summary>The messages.</summary>
    /// <exception cref="ZeroGException"><c>ZgMessageInvalid</c>.</exception>
    public static IEnumerable<ChatTurn> Read(IEnumerable<object> messages) => messages.Select(Read);

    private static ChatTurn Read(object message)
    {
        object value = message is PSObject wrapped ? wrapped.BaseObject : message;
        string? role = Member(message, value, "role");
        string? content = Member(message, value, "content");
        if (role is null || content is null)
        {
            throw new ZeroGException(
                "ZgMessageInvalid", ErrorKind.InvalidArgument,
                "A message lacks its role or its content. Give objects such as @{ role = 'user'; content = 'Hello' }.", message);
        }

        return ChatTurn.Create(role, content);
    }

    private static string? Member(object message, object value, string name) => (value switch
    {
        IDictionary dictionary => dictionary.Keys.OfType<string>()
            .Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(key => dictionary[key]).FirstOrDefault(),
        _ => (message as PSObject)?.Properties[name]?.Value,
    }) switch
    {
        PSObject { BaseObject: string text } => text,
        string text => text,
        _ => null,
    };
}
