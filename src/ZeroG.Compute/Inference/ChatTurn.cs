using OpenAI.Chat;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What was said.</param>
/// <param name="Pictures">Pictures of a user's message; none when omitted.</param>
public sealed record ChatTurn(string Role, string Text, IReadOnlyList<ChatPicture>? Pictures = null)
{
    /// <summary>A message whose role is known.</summary>
    /// <exception cref="ZeroGException"><c>ZgMessageInvalid</c>: another role.</exception>
    public static ChatTurn Create(string role, string text)
    {
        ChatTurn turn = new(role, text);
        _ = turn.ToMessage();
        return turn;
    }

    /// <summary>The message as the client library takes it.</summary>
    /// <exception cref="ZeroGException"><c>ZgMessageInvalid</c>: another role.</exception>
    internal ChatMessage ToMessage() => Role.ToLowerInvariant() switch
    {
        "system" => new SystemChatMessage(Text),
        "assistant" => new AssistantChatMessage(Text),
        "user" when Pictures is not { Count: > 0 } => new UserChatMessage(Text),
        "user" => new UserChatMessage(
        [
            ChatMessageContentPart.CreateTextPart(Text),
            .. Pictures.Select(picture =>
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture.Bytes), picture.MediaType)),
        ]),
        _ => throw new ZeroGException(
            "ZgMessageInvalid", ErrorKind.InvalidArgument,
            $"'{ForeignText.Clean(Role, 40)}' is no role of a message. Use system, user or assistant.", Role),
    };
}
