package io.neoppod.gui.model;

/// What the user is asked before something is done.
public sealed interface Question
        permits Confirmation, TweakQuestion, ReplicasQuestion, TruncateQuestion, CheckQuestion, RepairQuestion {
    String title();
}
