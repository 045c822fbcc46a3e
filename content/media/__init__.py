"""Media: what a file is by its bytes, what is taken out of it, what is known of it, and the renditions of images. Pure.

source, plan       the bytes of a file, and what is to be kept of them
examination        which format it is; one module for each: jpeg png gif webp pdf mp4 webm mp3 ogg wav vtt
polyglot           whether it is something else too
renditions         smaller images, by Pillow
medium, references a kept medium, and which media a text points to
"""
