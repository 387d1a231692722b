namespace ZeroG.Help;

/// <summary>A cmdlet as the engine sees it, with its page.</summary>
internal sealed record HelpEntry(CommandSyntax Command, HelpPage Page);
