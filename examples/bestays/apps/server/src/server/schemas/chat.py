from typing import Literal

from pydantic import BaseModel, Field, validator


class ChatMessage(BaseModel):
    role: Literal["user", "assistant"]
    content: str = Field(min_length=1, max_length=4000)

    @validator("content")
    def holds_text(cls, content: str) -> str:
        # Half of a surrogate pair is valid JSON and no text.
        content.encode()
        if not content.strip():
            raise ValueError("is empty")
        return content


class ChatQuestion(BaseModel):
    messages: list[ChatMessage] = Field(min_items=1, max_items=20, description="The conversation, oldest first")

    @validator("messages")
    def ends_with_a_question(cls, messages: list[ChatMessage]) -> list[ChatMessage]:
        if messages[-1].role != "user":
            raise ValueError("the last message must be the user's")
        return messages


class ChatAnswer(BaseModel):
    answer: str
    cached: bool = Field(description="Whether the answer was there already")
